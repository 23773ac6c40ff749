// Signing in for a try: the bank's own system makes a signed token for whoever is chosen, and the chat gets it.
(function () {
  var form = document.getElementById('sign-in');
  var bank = form ? form.dataset.bank : '';
  if (!form || bank === '') return;
  var chat = function () { return document.querySelector('guichet-chat'); };
  form.hidden = false;
  form.addEventListener('change', function () {
    var customer = form.elements.customer.value;
    if (customer === '') return;
    fetch(bank + '/token?customer=' + encodeURIComponent(customer))
      .then(function (response) { return response.json(); })
      .then(function (answer) {
        var element = chat();
        if (element && answer.token) element.identityToken = answer.token;
      })
      .catch(function () { form.reset(); });
  });
  // A conversation is one customer's for good: another customer begins a new one, with a new token.
  document.addEventListener('guichet-identity', function (event) {
    var element = chat();
    if (event.detail.error !== 'identity_conflict' || !element) return;
    element.restart();
    form.dispatchEvent(new Event('change'));
  });
})();
