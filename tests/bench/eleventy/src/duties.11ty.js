// A page for every township's duties.
const WAIT = '<em class="m wait">待核实</em>';
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

const escape = (value) => String(value).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
const several = (values) => (values ?? []).map(escape).join("、");
const when = (value, html) => (value ? html : "");
const facts = (pairs) => pairs.map(([label, html]) => when(html, `<div><dt>${label}</dt><dd>${html}</dd></div>`)).join("");

function grouped(items, field) {
  const groups = new Map();
  for (const item of items) {
    const key = item[field];
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}

function answer(item) {
  if (item.role === "基本") return 'yes">乡镇负责';
  if (item.role === "配合") return `maybe">配合${several(item.lead_department) || "上级部门(待核实)"}`;
  return `no">已收回,找${several(item.receiving_department) || "上级部门(待核实)"}`;
}

function parts(item) {
  if (item.role === "配合") {
    const lead = several(item.lead_department) || "上级部门";
    return `<dl class="two"><div><dt>${lead}做什么</dt><dd>${escape(item.lead_duty ?? "") || WAIT}</dd></div><div><dt>乡镇做什么</dt><dd>${escape(item.township_duty ?? "") || WAIT}</dd></div></dl>\n`;
  }
  if (item.role === "收回") {
    return `<dl class="facts">${facts([
      ["今后归谁", several(item.receiving_department)],
      ["怎么办", escape(item.work_method ?? "")],
      ["为什么收回", escape(item.withdraw_reason ?? "")],
    ])}</dl>\n`;
  }
  return "";
}

const basis = ({ title, article }) => `《${escape(title)}》 ${escape(article)}`;
const source = ({ title, url, form }) =>
  `${url ? `<a href="${escape(url)}" rel="noreferrer noopener">${escape(title)}</a>` : escape(title)}(${escape(form)})`;

function row(item, compare) {
  const id = escape(item.id);
  const name = escape(item.name);
  return `<details id="${id}" data-row data-facet-value="${item.role}"><summary>${name}${when(item.aliases, ` <small>也叫 ${several(item.aliases)}</small>`)}<b class="a ${answer(item)}</b>${when(item.township_duty, `<small class="part">乡镇只做:${escape(item.township_duty ?? "")}</small>`)}</summary><div class="in">${parts(item)}${when(compare, `<p><a href="${compare}${id}">别的乡镇怎么规定</a></p>`)}${when(item.legal_basis, `<p>依据 ${(item.legal_basis ?? []).map(basis).join("<br>")}</p>`)}${when(item.remark, `<p>${escape(item.remark ?? "")}</p>`)}<a class="anchor" href="#${id}" aria-label="${name}:复制链接">#</a></div></details>\n`;
}

function contact(item, place, report) {
  const phones = (item.phones ?? []).map((phone) => `<a class="tel" href="tel:${escape(phone)}">${escape(phone)}</a> `).join("");
  return `<p>${phones}<a href="${report}#${escape(item.id)}">${escape(item.name)}</a>(${escape(place)})${item.state === "有效" ? "" : ` ${WAIT}`}${when(item.hours, `<br>${escape(item.hours ?? "")}`)}</p>\n`;
}

export default class {
  data() {
    return {
      pagination: { data: "places", size: 1, alias: "place", addAllPagesToCollections: false },
      eleventyExcludeFromCollections: true,
      permalink: ({ place }) => `/${place.here}/duties/index.html`,
    };
  }

  render({ place }) {
    const { nation, province, county, township, here, paper } = place;
    const list = township.duties;
    const { items } = list;
    const root = "../../../../";
    const url = `https://sheng.example/${here}/duties/`;
    const report = `${root}${here}/report/`;
    const beside = county.places.filter(([, { duties }]) => duties).length;
    const compare = beside > 1 && `${root}${place.provinceKey}/${place.countyKey}/compare/duties/#${place.key}-`;
    const near = `${here} ${place.provinceKey}/${place.countyKey} ${place.provinceKey}`;
    const name = escape(township.area.name);
    const heading = escape(list.title);
    const title = `${name} ${heading} · 合成省`;
    const description = `${name}:${heading},共 ${items.length} 项。乡镇(街道)必须做的、配合做的、已经收回不再做的。`;
    const head = `<link rel="canonical" href="${url}">`;
    const trail = [["", nation], [`${place.provinceKey}/`, province], [`${place.provinceKey}/${place.countyKey}/`, county], [`${here}/`, township]]
      .map(([way, { area }]) => `<a href="${root}${way}">${escape(area.name)}</a>`)
      .join("");
    const roles = [...grouped(items, "role")];
    const mark = list.status === "待核实" ? " wait" : ["废止", "已修改"].includes(list.status) ? " stop" : "";
    const told = [several(list.issuer), list.doc_no, list.date_published && `${list.date_published} 发布`].filter(Boolean).join(" · ");
    const sections = [...grouped(items, "category")]
      .map(([category, rows]) => `<section data-group><h2>${escape(category)}</h2><div class="rows">\n${rows.map((item) => row(item, compare)).join("")}</div></section>\n`)
      .join("");
    return `@@before@@
<article>
<h1>${heading}</h1>
<p><em class="m${mark}">${list.status}</em>${list.completeness === "完整" ? "" : ` <em class="m part">${list.completeness}</em>`} 这里有 ${items.length} 项${when(list.declared_total, `(公布 ${list.declared_total} 项)`)}<br>
${told || `发布机关、文号、发布日期 ${WAIT}`}</p>
<details class="more"><summary>这份清单从哪里来</summary><dl class="facts">${facts([
      ["状态", list.status],
      ["完整程度", list.completeness],
      ["公布总数", list.declared_total],
      ["施行日期", list.effective_from],
      ["来源", list.sources.map(source).join("<br>")],
    ])}</dl></details>
${when(
  items.length > 5,
  `<form class="filter js-only"><label for="_f">这件事归谁管?</label><input id="_f" data-filter type="search" autocomplete="off">
<div class="chips"><button type="button" disabled data-facet="">全部 ${items.length}</button>${roles.map(([role, rows]) => `<button type="button" disabled data-facet="${role}">${role} ${rows.length}</button>`).join("")}</div><p data-count role="status"></p></form>
`,
)}${sections}<p class="acts extra"><a href="data.csv" download>CSV(Excel 能打开)</a><a href="data.json">JSON</a><button class="js-only" type="button" data-print>打印</button></p>
</article>
<details class="asked" id="_asked" data-rows><summary>被要求违规办理?</summary><div class="in">
<p>下面已经写好这份清单的名称和文号,您写上是哪一项,补上空着的。本站不替您发送,也不存。</p>
<p class="say" id="_told"><span>我要反映一件事,请依法处理。</span>
<span data-line="事项" class="blank">事项:</span>
<span data-line="清单怎么说" class="blank">清单怎么说:</span>
<span data-line="地方">地方:${name}</span>
<span data-line="清单">清单:《${heading}》${when(list.doc_no, `(${escape(list.doc_no ?? "")})`)}</span>
<span data-line="网页">网页:${url}</span>
<span data-line="什么时候、在哪里" class="blank">什么时候、在哪里:</span>
<span data-line="哪个单位、哪个窗口、哪个工作群" class="blank">哪个单位、哪个窗口、哪个工作群:</span>
<span data-line="要我办什么、怎么说的、有没有文件" class="blank">要我办什么、怎么说的、有没有文件:</span>
<span data-line="有什么可以作证" class="blank">有什么可以作证:</span>
<span data-line="希望怎样处理" class="blank">希望怎样处理:</span>
<span>以上是我知道的情况,记不准的已经写明。</span></p>
<p class="acts"><button class="js-only" type="button" data-copy="_told">复制这段话</button><button class="js-only" type="button" data-print="_asked">打印这一张</button><a href="${report}draft/" data-carry>一件一件写清楚</a></p>
<p>不要用单位的网络、电脑和手机。<a href="${report}#_safe">怎样保护您</a></p>
</div></details>
<aside class="side" aria-label="举报与咨询"><section><h2>找谁问、找谁反映</h2>
${[county, province].flatMap(({ area, channels }) => channels.items.map((item) => contact(item, area.name, report))).join("")}<p><a href="${report}">全部联系方式和举报须知</a></p></section></aside>
@@after@@`;
  }
}
