// A box for text that is as high as what stands in it and keeps its line breaks; Decap's own begins with five lines.

const LINE = 44; // Chinese characters that a line of the box holds

export function box(createClass, h) {
  return createClass({
    render() {
      const { forID, value, onChange, classNameWrapper, setActiveStyle, setInactiveStyle } = this.props;
      const text = value || "";
      const rows = text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE)), 0);
      const said = { value: text, onChange: (event) => onChange(event.target.value) };
      return h("textarea", { id: forID, className: classNameWrapper, rows, ...said, onFocus: setActiveStyle, onBlur: setInactiveStyle });
    },
  });
}
