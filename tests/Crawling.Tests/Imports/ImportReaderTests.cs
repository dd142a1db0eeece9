using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>Files of listings that platforms hand over.</summary>
public sealed class ImportReaderTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Usual = new(StringComparer.Ordinal)
    {
        ["itemId"] = ["Mã tin"],
        ["title"] = ["Tiêu đề", "Tên sản phẩm"],
        ["price"] = ["Giá VND"],
        ["postedAt"] = ["Ngày đăng"],
        ["seller.name"] = ["Người bán"],
    };

    [Theory]
    [InlineData("MA TIN,tên_sản-phẩm,Người bán,Xuất xứ\n7,Tai nghe,Shop A,Trung Quốc\n")]
    [InlineData("\uFEFFMã tin;Tên sản phẩm;Người bán;Xuất xứ\r\n7;Tai nghe;Shop A;Trung Quốc")]
    [InlineData("Mã tin\tTên sản phẩm\tNgười bán\tXuất xứ\n\n7\tTai nghe\tShop A\t\"Trung Quốc\"\n\n")]
    public void Headings_of_either_language_are_fields_and_the_rest_attributes(string csv)
    {
        var row = Assert.Single(Read(csv, "tin.csv").Rows);
        Assert.Equal(("7", "Tai nghe", "Shop A", "Trung Quốc"), (row.Fields["itemId"], row.Fields["title"], row.Fields["seller.name"], row.Attributes["Xuất xứ"]));
    }

    [Fact]
    public void Bad_rows_are_named_by_the_line_they_begin_at_and_the_others_are_read()
    {
        const string Csv = "Mã tin,Tiêu đề\n1,\"Hai\ndòng\"\n2,\"hỏng\" x\n3,tốt\n4,thừa,ô\n5,\"không đóng\n6,tốt\n";
        var read = Read(Csv, "tin.csv");
        Assert.Equal([2, 5, 8], read.Rows.Select(row => row.Line));
        Assert.Equal([4, 6, 7], read.Errors.Select(error => error.Line!.Value));
        Assert.Equal("Hai\ndòng", read.Rows[0].Fields["title"]);
    }

    [Fact]
    public void Columns_of_the_definition_go_before_the_usual_ones()
    {
        var rules = new ImportRules { Columns = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = "Tên hàng" }, HeadingLine = 2 };
        var row = Assert.Single(Read("Báo cáo tháng 11,,\nTên hàng,Tiêu đề,Mã tin\nLoa,x,9\n", "tin.csv", rules).Rows);
        Assert.Equal(("Loa", "x", 3), (row.Fields["title"], row.Attributes["Tiêu đề"], row.Line));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "tin.csv", null)]
    [InlineData("", "tin.csv", null)]
    [InlineData("x", "tin.pdf", null)]
    [InlineData("PK", "tin.xlsx", null)]
    public void A_file_without_listings_is_refused(string text, string file, string? field)
    {
        var error = Assert.Single(Assert.Throws<InvalidInputException>(() => Read(text, file)).Errors);
        Assert.Equal((file, field), (error.File, error.Field));
    }

    [Fact]
    public void A_column_the_definition_names_must_be_there()
    {
        var rules = new ImportRules { Columns = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = "Tên hàng" } };
        var error = Assert.Single(Assert.Throws<InvalidInputException>(() => Read("Tiêu đề\nx\n", "tin.csv", rules)).Errors);
        Assert.Equal((1, "title"), (error.Line, error.Field));
        Assert.Contains("Tên hàng", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_lines_are_read_by_the_records_own_names_and_by_paths()
    {
        const string Lines = """
            {"id": "7", "title": "Tai nghe", "seller": {"name": "Shop A"}, "attributes": {"Xuất xứ": "Trung Quốc"}, "label": "x"}
            {"ten": {"vi": "Loa"}, "id": 8}
            [1]
            {hỏng
            """;
        var rules = new ImportRules { Columns = new Dictionary<string, string>(StringComparer.Ordinal) { ["description"] = "$.ten.vi" } };
        var usual = new Dictionary<string, IReadOnlyList<string>>(Usual, StringComparer.Ordinal) { ["itemId"] = ["id"] };
        var read = ImportReader.Read(Encoding.UTF8.GetBytes(Lines), "tin.jsonl", rules, new ImportHeadings(rules, usual));
        Assert.Equal(("7", "Tai nghe", "Shop A", "Trung Quốc"), (read.Rows[0].Fields["itemId"], read.Rows[0].Fields["title"], read.Rows[0].Fields["seller.name"], read.Rows[0].Attributes["Xuất xứ"]));
        Assert.Equal(("8", "Loa"), (read.Rows[1].Fields["itemId"], read.Rows[1].Fields["description"]));
        Assert.Equal([3, 4], read.Errors.Select(error => error.Line!.Value));
    }

    [Fact]
    public void A_sheet_is_read_with_its_numbers_dates_gaps_and_errors()
    {
        var read = Read(Workbook(), "tin.xlsx", new ImportRules { Sheet = "tin bán" });
        var row = Assert.Single(read.Rows);
        Assert.Equal((3, "7", "Tai nghe", "350000", "2026-11-20"), (row.Line, row.Fields["itemId"], row.Fields["title"], row.Fields["price"], row.Fields["postedAt"]));
        Assert.Equal("Trung Quốc", row.Attributes["Xuất xứ"]);
        var error = Assert.Single(read.Errors);
        Assert.Equal((4, "Giá VND"), (error.Line, error.Field));
    }

    [Fact]
    public void A_sheet_that_is_not_there_is_refused_with_those_that_are()
    {
        var error = Assert.Single(Assert.Throws<InvalidInputException>(() => Read(Workbook(), "tin.xlsx", new ImportRules { Sheet = "khác" })).Errors);
        Assert.Contains("Bìa, Tin bán", error.Message, StringComparison.Ordinal);
    }

    private static ImportedFile Read(string text, string file, ImportRules? rules = null) => Read(Encoding.UTF8.GetBytes(text), file, rules);

    private static ImportedFile Read(byte[] bytes, string file, ImportRules? rules = null) => ImportReader.Read(bytes, file, rules ?? new(), new ImportHeadings(rules ?? new(), Usual));

    private static byte[] Workbook()
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new Workbook(new Sheets());
            var styles = book.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new Stylesheet(
                new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "dd/mm/yyyy" }),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 164 }));
            var strings = book.AddNewPart<SharedStringTablePart>();
            strings.SharedStringTable = new SharedStringTable(new SharedStringItem(new Text("Tai nghe")));
            Sheet(book, "Bìa", []);
            Sheet(book, "Tin bán",
            [
                new Row(Inline("A1", "Mã tin"), Inline("B1", "Tiêu đề"), Inline("C1", "Giá VND"), Inline("D1", "Ngày đăng"), Inline("F1", "Xuất xứ")) { RowIndex = 1 },
                new Row(Number("A3", "7"), new Cell(new CellValue("0")) { CellReference = "B3", DataType = CellValues.SharedString }, Number("C3", "3.5E5"), Number("D3", "46346", 1), Inline("F3", "Trung Quốc")) { RowIndex = 3 },
                new Row(Number("A4", "8"), Inline("B4", "Loa"), new Cell(new CellValue("#REF!")) { CellReference = "C4", DataType = CellValues.Error }) { RowIndex = 4 },
            ]);
        }

        return stream.ToArray();

        static void Sheet(WorkbookPart book, string name, IEnumerable<Row> rows)
        {
            var part = book.AddNewPart<WorksheetPart>();
            part.Worksheet = new Worksheet(new SheetData(rows));
            book.Workbook.Sheets!.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = (uint)book.Workbook.Sheets.ChildElements.Count + 1, Name = name });
        }

        static Cell Inline(string at, string text) => new() { CellReference = at, DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) };
        static Cell Number(string at, string value, uint style = 0) => new(new CellValue(value)) { CellReference = at, StyleIndex = style };
    }
}
