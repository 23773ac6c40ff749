import { expertNames, findIntent } from '@guichet/protocol/taxonomy';
import type { Actions, Flow, FlowStep, SayStep } from './flow-schema.ts';
import { own } from './own.ts';
import { waysOut } from './step-targets.ts';
import { referencedSlot, templateReferences } from './template.ts';

/** Something wrong at a place of a file. */
export interface PlacedFault {
  place: readonly PropertyKey[];
  message: string;
}

export interface CheckContext {
  actions: Actions;
  articleIds: ReadonlySet<string>;
}

/** Every name of a flow that must exist elsewhere: steps, slots, actions and their fields, articles, intents, the expert. */
export function checkNames(flow: Flow, context: CheckContext): PlacedFault[] {
  const names = new Set([...Object.keys(flow.slots), ...flow.steps.flatMap(savedNames)]);
  return [
    ...checkHead(flow),
    ...Object.keys(flow.slots).flatMap((slot) => checkSlot(flow, slot, names, context)),
    ...flow.steps.flatMap((step, index) => [
      ...checkStepIds(flow, index),
      ...checkStep(step, names, context).map((fault) => ({ ...fault, place: ['steps', index, ...fault.place] })),
    ]),
  ];
}

function savedNames(step: FlowStep): string[] {
  return 'action' in step ? Object.keys(step.saves) : [];
}

function checkHead({ expert, intents }: Flow): PlacedFault[] {
  const wrong = intents.flatMap((intent, at) =>
    findIntent(intent) === undefined
      ? [
          {
            place: ['intents', at],
            message: `There is no intent "${intent}". Take one of packages/protocol/src/taxonomy.json.`,
          },
        ]
      : [],
  );
  if (expertNames.includes(expert)) return wrong;
  return [
    { place: ['expert'], message: `There is no expert "${expert}". Take one of: ${expertNames.join(', ')}.` },
    ...wrong,
  ];
}

function checkSlot(flow: Flow, name: string, names: ReadonlySet<string>, context: CheckContext): PlacedFault[] {
  const slot = own(flow.slots, name);
  if (slot === undefined) return [];
  const place = ['slots', name];
  if (slot.kind === 'choice' && slot.options === undefined && slot.source === undefined) {
    return [{ place, message: `The slot "${name}" is a choice of nothing. Give it "options" or a "source".` }];
  }
  if (slot.options !== undefined && new Set(slot.options.map(({ value }) => value)).size < slot.options.length) {
    return [{ place: [...place, 'options'], message: 'Two options have the same value. Give each its own.' }];
  }
  if (slot.source === undefined) return [];
  const { action, with: fields } = typeof slot.source === 'string' ? { action: slot.source, with: {} } : slot.source;
  const definition = own(context.actions, action);
  if (
    definition?.effect === 'write' ||
    (definition !== undefined && !own(definition.response, 'options')?.startsWith('options'))
  ) {
    return [
      {
        place: [...place, 'source'],
        message: `"${action}" gives no options to choose from. Take a read action whose response has "options: options".`,
      },
    ];
  }
  return checkFields({ action, fields, names, context }).map((fault) => ({
    ...fault,
    place: [...place, 'source', ...fault.place],
  }));
}

function checkStepIds(flow: Flow, index: number): PlacedFault[] {
  const known = flow.steps.map(({ id }) => id);
  const id = known[index] ?? '';
  const twice =
    known.indexOf(id) < index
      ? [{ place: ['steps', index, 'id'], message: `Two steps have the id "${id}". Give each its own.` }]
      : [];
  const lost = waysOut(flow, index)
    .filter(({ to }) => to !== undefined && !known.includes(to))
    .map(({ to, place }) => ({
      place: ['steps', index, ...place],
      message: `There is no step "${to}". The steps are: ${known.join(', ')}.`,
    }));
  return [...twice, ...lost];
}

function checkStep(step: FlowStep, names: ReadonlySet<string>, context: CheckContext): PlacedFault[] {
  if ('ask' in step) return unknownSlots(step.ask, names, ['ask']);
  if ('confirm' in step)
    return [
      ...unknownSlots(step.confirm.rows, names, ['confirm', 'rows']),
      ...checkTexts(step.confirm.title, names, ['confirm', 'title']),
    ];
  if ('when' in step) return step.when.flatMap(({ slot }, at) => unknownSlots([slot], names, ['when', at]));
  if ('handoff' in step) return checkTexts(step.handoff, names, ['handoff']);
  if ('action' in step)
    return [...checkFields({ action: step.action, fields: step.with, names, context }), ...checkSaves(step, context)];
  if (!('say' in step)) return [];
  const article =
    step.article === undefined || context.articleIds.has(step.article)
      ? []
      : [
          {
            place: ['article'],
            message: `There is no approved article "${step.article}". Import it first, or correct the id.`,
          },
        ];
  const number = step.case === undefined ? [] : checkCase(step.case, names);
  return [...checkTexts(step.say, names, ['say']), ...number, ...article];
}

function checkCase(shown: NonNullable<SayStep['case']>, names: ReadonlySet<string>): PlacedFault[] {
  return [
    ...checkTemplate(shown.number, names, ['case', 'number']),
    ...checkTemplate(shown.followUpBy ?? '', names, ['case', 'followUpBy']),
    ...checkTexts(shown.title, names, ['case', 'title']),
  ];
}

function unknownSlots(
  wanted: readonly string[],
  names: ReadonlySet<string>,
  place: readonly PropertyKey[],
): PlacedFault[] {
  return wanted
    .filter((name) => !names.has(name))
    .map((name) => ({ place, message: `There is no slot "${name}". Declare it under "slots", or correct the name.` }));
}

function checkTexts(
  texts: Record<string, string>,
  names: ReadonlySet<string>,
  place: readonly PropertyKey[],
): PlacedFault[] {
  return Object.entries(texts).flatMap(([language, text]) => checkTemplate(text, names, [...place, language]));
}

function checkTemplate(template: string, names: ReadonlySet<string>, place: readonly PropertyKey[]): PlacedFault[] {
  return templateReferences(template).flatMap((reference) => {
    const slot = referencedSlot(reference);
    if (slot === undefined) return [{ place, message: `"{${reference}}" is no value. Write {slot} or {slot.label}.` }];
    return unknownSlots([slot], names, place);
  });
}

function checkFields(input: {
  action: string;
  fields: Record<string, string>;
  names: ReadonlySet<string>;
  context: CheckContext;
}): PlacedFault[] {
  const { action, fields, names, context } = input;
  const definition = own(context.actions, action);
  if (definition === undefined)
    return [
      {
        place: ['action'],
        message: `There is no action "${action}". Declare it in actions.yaml, or correct the name.`,
      },
    ];
  const unknown = Object.keys(fields)
    .filter((field) => own(definition.request, field) === undefined)
    .map((field) => ({
      place: ['with', field],
      message: `The action "${action}" takes no field "${field}". See its "request" in actions.yaml.`,
    }));
  const missing = Object.entries(definition.request)
    .filter(([field, kind]) => !kind.endsWith('?') && own(fields, field) === undefined)
    .map(([field]) => ({
      place: ['with'],
      message: `The action "${action}" needs the field "${field}". Add it under "with".`,
    }));
  return [
    ...unknown,
    ...missing,
    ...Object.entries(fields).flatMap(([field, text]) => checkTemplate(text, names, ['with', field])),
  ];
}

function checkSaves(step: Extract<FlowStep, { action: string }>, { actions }: CheckContext): PlacedFault[] {
  const response = own(actions, step.action)?.response;
  if (response === undefined) return [];
  return Object.entries(step.saves).flatMap(([name, path]) => {
    const field = path.split('.')[1] ?? '';
    return own(response, field) === undefined
      ? [
          {
            place: ['saves', name],
            message: `The action "${step.action}" gives no "${field}". See its "response" in actions.yaml.`,
          },
        ]
      : [];
  });
}
