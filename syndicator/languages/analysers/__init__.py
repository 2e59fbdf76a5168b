"""One module per language whose words change more than their ending; a word in, the keys it is found by out."""
