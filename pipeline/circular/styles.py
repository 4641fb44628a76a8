"""How each element of the document is set (样式), from the standard's numbers and the office's fonts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from pipeline import gb9704 as gb
from pipeline.circular.markup import Face, Indent, Style
from pipeline.document import Align, Role
from pipeline.settings import Circular

TABLE_LINE = 360
SMALL_TABLE_LINE = 320
MANY_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one document: of each role in the text, of the head, of the imprint, of tables and page numbers."""

    roles: Mapping[Role, Style]
    copy_number: Style
    urgency: Style
    mark: Style
    number: Style
    issue: Style
    issuer: Style
    copies: Style
    printer: Style
    rule: Style
    page: Style
    header_cell: Style
    cell: Style

    @property
    def body(self) -> Style:
        return self.roles[Role.BODY]

    def all(self) -> tuple[Style, ...]:
        """Every style once, for the document's own list."""
        return (
            *self.roles.values(), self.copy_number, self.urgency, self.mark, self.number, self.issue, self.issuer,
            self.copies, self.printer, self.rule, self.page, self.header_cell, self.cell,
        )  # fmt: skip


def styles_of(circular: Circular, line: int = gb.LINE_PITCH) -> Styles:
    """The styles in an office's fonts, the text's lines in the page's pitch."""
    styles = _styles_of(circular)
    if line == gb.LINE_PITCH:
        return styles
    named = {each.name: getattr(styles, each.name) for each in fields(Styles) if each.name != "roles"}
    roles = {role: _pitched(style, line) for role, style in styles.roles.items()}
    return replace(styles, roles=roles, **{name: _pitched(style, line) for name, style in named.items()})


def _pitched(style: Style, line: int) -> Style:
    return replace(style, line=line) if style.line == gb.LINE_PITCH else style


def _styles_of(circular: Circular) -> Styles:
    body, title = Face(circular.body_font), Face(circular.title_font, gb.SIZE_2)
    heading, subheading = Face(circular.heading_font), Face(circular.subheading_font)
    small = Face(circular.body_font, gb.SIZE_4)
    flush, two = Indent(), Indent(first=gb.FIRST_LINE * 100)
    roles = {
        Role.BODY: Style("Normal", "Normal", body, indent=two),
        Role.TITLE: Style("Title", "Title", title, "center", flush),
        Role.ADDRESSEE: Style("Addressee", "主送机关", body, "left", flush),
        Role.HEADING_1: Style("Heading1", "heading 1", heading, indent=two, outline=0),
        Role.HEADING_2: Style("Heading2", "heading 2", subheading, indent=two, outline=1),
        Role.HEADING_3: Style("Heading3", "heading 3", body, indent=two, outline=2),
        Role.HEADING_4: Style("Heading4", "heading 4", body, indent=two, outline=3),
        Role.ATTACHMENTS: Style("Attachments", "附件说明", body, "left", flush),
        Role.SIGNATURE: Style("IssuerSignature", "发文机关署名", body, "right", flush),
        Role.DATE: Style("IssueDate", "成文日期", body, "right", flush),
        Role.NOTE: Style("IssueNote", "附注", body, indent=Indent(first=gb.NOTE_INDENT * 100)),
        Role.ANNEX_LABEL: Style("AnnexLabel", "附件序号", heading, "left", flush),
        Role.ANNEX_TITLE: Style("AnnexTitle", "附件标题", title, "center", flush),
        Role.TABLE_NOTE: Style(
            "TableNote", "表注", replace(body, size=gb.SIZE_SMALL_4), indent=two, line=TABLE_LINE
        ),
    }  # fmt: skip
    one = gb.COPIES_INDENT * 100
    after_colon = -300  # 抄送：, three characters
    return Styles(
        roles=roles,
        copy_number=Style("CopyNumber", "份号", body, "left", flush),
        urgency=Style("Urgency", "紧急程度", heading, "left", flush),
        mark=Style("Mark", "发文机关标志", Face(circular.title_font, gb.MARK_SIZE, gb.RED), "center", flush),
        number=Style("IssueNumber", "发文字号", body, "center", flush),
        issue=Style("Issue", "期号", body, "center", flush),
        issuer=Style("Issuer", "编发机关和日期", body, "left", flush),
        copies=Style("Copies", "抄送机关", small, "left", Indent(one - after_colon, one, after_colon)),
        printer=Style("Printer", "印发机关", small, "left", Indent(one, one)),
        rule=Style("Rule", "版记分隔线", replace(body, size=2), "left", flush, line=20),
        page=Style("PageNumber", "页码", Face(circular.number_font, gb.SIZE_4), "right", flush, line=gb.FOOTER_LINE),
        header_cell=Style(
            "HeaderCell", "表头", Face(circular.heading_font, gb.SIZE_SMALL_4), Align.CENTRE, flush, TABLE_LINE
        ),
        cell=Style("TableCell", "表内文字", Face(circular.body_font, gb.SIZE_SMALL_4), Align.LEFT, flush, TABLE_LINE),
    )
