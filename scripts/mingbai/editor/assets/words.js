// Decap's Chinese words, but for those that would mislead here: a place is no collection, to save is not to publish.

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
  for (const [path, word] of Object.entries({ ...PLAIN, ...(proposing ? {} : SAVING) })) {
    const keys = path.split(".");
    const last = keys.pop();
    keys.reduce((found, key) => found[key], said)[last] = word;
  }
  return said;
}
