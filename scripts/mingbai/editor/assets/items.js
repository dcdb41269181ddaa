// A long list a page at a time: Decap draws every field of every item, and all of them again at every key.

const PAGE = 20;

/** A control around Decap's own list control; a short list is Decap's alone. */
export function items(createClass, h, List) {
  return createClass({
    getInitialState() {
      return { from: 0, count: PAGE, words: "" };
    },

    shouldComponentUpdate() {
      return true;
    },

    validate() {
      if (this.inner) this.inner.validate();
    },

    turn(from) {
      this.setState({ from, count: PAGE });
    },

    find(words) {
      const { value } = this.props;
      const fits = (item) => [item.get("name"), item.get("id")].some((text) => String(text || "").includes(words));
      const found = value.map((item, index) => (fits(item) ? index : -1)).filter((index) => index >= 0);
      const next = found.find((index) => index >= this.state.from + this.state.count);
      const first = next === undefined ? found.first() : next;
      if (words && first !== undefined) this.turn(first - (first % PAGE));
    },

    render() {
      const { value, onChange } = this.props;
      const { from, count } = this.state;
      if (!value || (value.size <= PAGE && from === 0)) return this.list(this.props, 0);
      const end = Math.min(from + count, value.size);
      const change = (part, metadata) => {
        this.setState({ count: part.size });
        onChange(value.slice(0, from).concat(part, value.slice(end)), metadata);
      };
      return h("div", null, this.pager(from, end, value.size), this.list({ ...this.props, value: value.slice(from, end), onChange: change }, from));
    },

    list(props, from) {
      return h(List, { ...props, key: from, ref: (inner) => { this.inner = inner; } });
    },

    pager(from, end, size) {
      const turn = (word, to, can) => h("button", { type: "button", disabled: !can, onClick: () => this.turn(to) }, word);
      const search = {
        type: "search", value: this.state.words, placeholder: "找一项:写名称或编号,按回车", "aria-label": "找一项",
        onChange: (event) => this.setState({ words: event.target.value }),
        onKeyDown: (event) => { if (event.key === "Enter") this.find(this.state.words.trim()); },
      };
      return h("div", { className: "pager" },
        h("span", { role: "status" }, `第 ${from + 1} 到 ${end} 项,共 ${size} 项`),
        turn("上一页", Math.max(from - PAGE, 0), from > 0), turn("下一页", end, end < size), h("input", search));
    },
  });
}
