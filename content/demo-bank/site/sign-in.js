// Signing in for a try: the bank's own system makes a signed token for whoever is chosen, and the chat asks for one when it needs it.
(function () {
  var form = document.getElementById('sign-in');
  var bank = form ? form.dataset.bank : '';
  if (!form || bank === '') return;
  form.hidden = false;
  form.addEventListener('change', function () {
    var customer = form.elements.customer.value;
    var element = document.querySelector('guichet-chat');
    if (!element) return;
    element.identityToken = customer === '' ? null : function () {
      return fetch(bank + '/token?customer=' + encodeURIComponent(customer))
        .then(function (response) { return response.json(); })
        .then(function (answer) { return answer.token; });
    };
  });
})();
