"""The words of a list of keys: the headings of its columns, classes of keys, kinds of borrowers, purposes."""

from collections.abc import Mapping

from propdesk.i18n import N_

COLUMNS: Mapping[str, tuple[str, str]] = {
    "kind": (N_("Class"), "类别 钥匙类别 钥匙类型 钥匙性质 class keyclass kind"),
    "where": (
        N_("Unit or place"),
        "房号或位置 房号或地点 房号 单元房号 房间号 房号位置 位置 地点 部位 unitorplace unit place location",
    ),
    "door": (N_("What they open"), "门用途 门 开启部位 开启何门 钥匙用途 钥匙名称 whattheyopen opens door"),
    "pieces": (N_("Number of keys"), "数量 钥匙数量 钥匙数 把数 份数 numberofkeys keys pieces quantity count"),
    "hook": (N_("Hook"), "挂位 挂位号 挂钩 挂钩号 钩号 柜位 柜位号 hook hookno"),
    "tag": (
        N_("Number on the label"),
        "钥匙编号 编号 钥匙号 钥匙牌号 牌号 标签号 numberonthelabel labelnumber label tag keynumber keyno",
    ),
    "owner": (
        N_("Handed in by"),
        "业主移交人 业主或移交人 业主 业主姓名 移交人 移交单位 托管人 姓名 handedinby owner name",
    ),
    "phone": (N_("Phone"), "联系电话 电话 业主电话 移交人电话 手机 手机号 联系方式 phone mobile tel"),
    "reason": (N_("Reason for entrusting"), "托存原因 托管原因 委托原因 reasonforentrusting"),
    "condition": (N_("Condition of collection"), "领取要求 领取条件 conditionofcollection condition"),
    "collector": (N_("May also be collected by"), "指定领取人 委托领取人 领取人 mayalsobecollectedby collector"),
    "card": (N_("Number of the owner's card"), "业主证号 业主证编号 业主证 numberoftheownerscard ownerscard card"),
    "departments": (N_("Who may draw"), "可借部门 可借用部门 借用范围 whomaydraw departments"),
    "instruction": (
        N_("Standing instruction"),
        "特别说明 特别提示 注意事项 备注 说明 standinginstruction instruction note notes remark remarks",
    ),
    "since": (
        N_("Taken in on"),
        "接收日期 接收时间 移交日期 移交时间 托管日期 托存日期 takeninon takenin receivedon received since",
    ),
    "borrower": (N_("Borrower"), "借用人 借用人姓名 借钥匙人 borrower"),
    "borrower_kind": (N_("Borrower is"), "借用人类型 借用人类别 borroweris borrowerkind kindofborrower"),
    "department": (N_("Borrower's department"), "借用部门 借用人部门 borrowersdepartment borrowerdepartment"),
    "company": (N_("Borrower's company"), "借用单位 借用人单位 外单位名称 borrowerscompany company contractor"),
    "borrower_phone": (N_("Borrower's phone"), "借用人电话 借用人联系电话 借用人手机 borrowersphone borrowerphone"),
    "out": (N_("Keys lent"), "借出数量 借用数量 借出把数 keyslent"),
    "lent": (N_("Lent on"), "借出时间 借出日期 借用时间 借用日期 lenton lentat lent"),
    "due": (
        N_("Back by"),
        "约定归还 约定归还时间 约定归还日期 应还时间 应还日期 预计归还 预计归还时间 backby due duetime",
    ),
    "purpose": (N_("Purpose of the loan"), "用途 借用用途 purposeoftheloan purpose"),
    "why": (N_("Reason for the loan"), "借用原因 借用事由 reasonfortheloan"),
    "authorised_by": (N_("Authorised by"), "批准人 审批人 authorisedby authorizedby approvedby"),
}
"""Each column: its label and the headings it goes by."""

NEEDS = frozenset({"where", "pieces", "hook"})
"""The columns without which a sheet is no list of keys."""

OF_LOANS = ("borrower_kind", "department", "company", "borrower_phone", "out", "lent", "due", "purpose", "why",
            "authorised_by")  # fmt: skip
"""The columns that say something only together with a borrower."""

KINDS: dict[str, str] = {
    **dict.fromkeys(("开发商未入住", "开发商", "未入住", "开发商钥匙", "developer"), "developer"),
    **dict.fromkeys(("业主托管", "业主托存", "托管", "托存", "entrusted"), "entrusted"),
    **dict.fromkeys(("空置房", "空置", "vacant"), "vacant"),
    **dict.fromkeys(("设备房", "设备间", "机房", "plant"), "plant"),
    **dict.fromkeys(("万能钥匙", "总钥匙", "万能钥匙总钥匙", "通用钥匙", "master"), "master"),
}
"""Words for a class of keys."""

OF_PLACES = ("plant", "master")
"""The classes of keys that belong to a place; the others belong to a unit."""

EVERYBODY = ("全部", "所有", "所有部门", "不限", "all", "everybody")
"""Words for all departments."""

BORROWERS: dict[str, str] = {
    **dict.fromkeys(("部门", "本公司", "内部", "员工", "department"), "department"),
    **dict.fromkeys(("外单位", "外包单位", "施工单位", "承包商", "contractor"), "contractor"),
    **dict.fromkeys(("住户", "业主", "租户", "resident"), "resident"),
}
"""Words for a kind of borrower."""

PURPOSES: dict[str, str] = {
    **dict.fromkeys(("维修", "报修", "检修", "保养", "repair"), "repair"),
    **dict.fromkeys(("空置房", "空置房作业", "空置", "vacant"), "vacant"),
    **dict.fromkeys(("紧急", "应急", "紧急情况", "emergency"), "emergency"),
}
"""Words for what keys may be lent for."""
