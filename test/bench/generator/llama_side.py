"""llama-cpp-python as the benchmark asks it: one line of JSON in, one out. `python llama_side.py FILE.gguf THREADS CONTEXT`"""
import json
import sys

from llama_cpp import Llama


def complete(model: Llama, prompt: str, most: int) -> dict:
    """The greedy continuation. Nothing of an earlier prompt is kept: the other side computes all of it, too."""
    model.reset()
    tokens = model.tokenize(prompt.encode(), add_bos=False, special=True)
    written = []
    for token in model.generate(tokens, top_k=1, temp=0.0, repeat_penalty=1.0):
        if token == model.token_eos():
            break
        written.append(token)
        if len(written) == most:
            break
    return {"text": model.detokenize(written).decode(errors="replace"), "promptTokens": len(tokens), "completionTokens": len(written)}


def agree(model: Llama, prompt: str, text: str) -> dict:
    """How often the likeliest next token is the text's, given what the text holds so far."""
    model.reset()
    model.eval(model.tokenize(prompt.encode(), add_bos=False, special=True))
    tokens = model.tokenize(text.encode(), add_bos=False)
    same = 0
    for token in tokens:
        same += model.sample(top_k=1, temp=0.0, repeat_penalty=1.0) == token
        model.eval([token])
    return {"same": same, "tokens": len(tokens)}


def main() -> None:
    file, threads, context = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    model = Llama(file, n_ctx=context, n_threads=threads, n_threads_batch=threads, verbose=False)
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        answer = agree(model, request["prompt"], request["text"]) if "text" in request else complete(model, request["prompt"], request["most"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
