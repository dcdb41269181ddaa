// Decap's Chinese words, but for those that it lacks, and those that would mislead here: a place is no collection,
// to save is not to publish.

const LACKING = {
  "auth.loginWithForgejo": "使用 Forgejo 登录",
  "collection.collectionTop.viewAsGrid": "排成格子",
  "collection.collectionTop.viewAsList": "排成一列",
  "collection.entries.unpublishedHeader": "还没合并的",
  "editor.editorControl.field.widgetLabel": "字段",
  "editor.editorToolbar.statusInfoTooltipDraft": "还是草稿。改好了,把状态改成“审核中”,请人审阅",
  "editor.editorToolbar.statusInfoTooltipInReview": "正在请人审阅,不用再做什么;还可以接着改",
  "editor.editorWidgets.object.collapse": "收起",
  "editor.editorWidgets.object.expand": "展开",
  "ui.settingsDropdown.account": "账号",
  "workflow.workflow.dateFormat": "M月D日",
};

const PLAIN = {
  "app.header.content": "清单",
  "app.header.workflow": "还没合并的",
  "collection.sidebar.collections": "地方",
  "editor.editorToolbar.backCollection": "“%{collectionLabel}”的清单",
  "workflow.workflow.workflowHeading": "还没合并的改动",
};

const SAVING = {
  "editor.editorToolbar.publish": "保存",
  "editor.editorToolbar.publishNow": "现在保存",
  "editor.editorToolbar.publishing": "正在保存...",
  "editor.editorToolbar.published": "没有改动",
  "ui.toast.entryPublished": "保存好了",
};

/** All words; `proposing` says whether what is saved becomes a proposal, where nothing is said to be published. */
export function words(chinese, proposing) {
  const said = JSON.parse(JSON.stringify(chinese));
  for (const [path, word] of Object.entries({ ...LACKING, ...PLAIN, ...(proposing ? {} : SAVING) })) {
    const keys = path.split(".");
    const last = keys.pop();
    const part = keys.reduce((found, key) => (found[key] = found[key] || {}), said);
    part[last] = word;
  }
  return said;
}
