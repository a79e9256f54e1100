(comment) @comment
(text) @string
(number) @number
(date) @number
(time) @number
(keyword) @keyword
(field) @property
(declaration name: (name) @function)
((name) @type (#match? @type "^[A-Z][A-Z][A-Z]$"))
(name) @variable
["{" "}" "(" ")"] @punctuation.bracket
(mark) @punctuation.delimiter
