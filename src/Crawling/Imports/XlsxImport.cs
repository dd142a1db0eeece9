using System.Globalization;
using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads one sheet of an XLSX workbook (ECMA-376), row by row.</summary>
internal static class XlsxImport
{
    private const long MaxInflated = 1L << 30;

    // Built-in number formats that show a date or a time (ECMA-376, 18.8.30).
    private static bool IsDateFormat(uint id) => id is (>= 14 and <= 22) or (>= 45 and <= 47);

    public static ImportedFile Read(ReadOnlyMemory<byte> bytes, string file, ImportRules rules, ImportHeadings headings)
    {
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using (var packed = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
                if (packed.Entries.Sum(entry => entry.Length) > MaxInflated) throw new InvalidInputException(new InputError(file, null, null, Messages.Format("import.too-large")));
            stream.Position = 0;
            using var document = SpreadsheetDocument.Open(stream, isEditable: false);
            return Read(document, file, rules, headings);
        }
        catch (Exception fault) when (fault is InvalidDataException or OpenXmlPackageException or FileFormatException or XmlException)
        {
            throw new InvalidInputException(new InputError(file, null, null, Messages.Format("import.xlsx", fault.Message.Split('\n')[0])));
        }
    }

    private static ImportedFile Read(SpreadsheetDocument document, string file, ImportRules rules, ImportHeadings headings)
    {
        var workbook = document.WorkbookPart ?? throw new InvalidDataException("workbook");
        var sheets = workbook.Workbook.Descendants<Sheet>().ToList();
        var sheet = rules.Sheet is null ? sheets.FirstOrDefault() : sheets.Find(each => string.Equals(each.Name?.Value, rules.Sheet, StringComparison.OrdinalIgnoreCase));
        if (sheet?.Id?.Value is not { } id || workbook.GetPartById(id) is not WorksheetPart part)
            throw new InvalidInputException(new InputError(file, null, "sheet", Messages.Format("import.no-sheet", rules.Sheet ?? "1", string.Join(", ", sheets.Select(each => each.Name?.Value)))));
        var shared = workbook.SharedStringTablePart is { } strings ? strings.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText).ToArray() : [];
        var dates = DateStyles(workbook);
        var (rows, errors) = (new List<ImportedRow>(), new List<InputError>());
        string[]? names = null;
        using var reader = OpenXmlReader.Create(part);
        var line = 0;
        while (rows.Count < ImportReader.MaxRows && reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement) continue;
            var row = (Row)reader.LoadCurrentElement()!;
            line = (int)(row.RowIndex?.Value ?? (uint)(line + 1));
            if (line < rules.HeadingLine) continue;
            var cells = Cells(row, shared, dates, file, line, names, errors, out var isBad);
            if (names is null)
            {
                names = [.. cells.Select(cell => cell.Trim())];
                headings.Check(file, line, names);
            }
            else if (!isBad && headings.Row(line, names, cells) is { } read)
            {
                rows.Add(read);
            }
        }

        return names is null ? throw new InvalidInputException(new InputError(file, rules.HeadingLine, null, Messages.Format("import.no-headings"))) : new(rows, errors);
    }

    private static List<string> Cells(Row row, string[] shared, HashSet<uint> dates, string file, int line, string[]? names, List<InputError> errors, out bool isBad)
    {
        var cells = new List<string>();
        isBad = false;
        foreach (var cell in row.Elements<Cell>())
        {
            var column = Column(cell.CellReference?.Value) ?? cells.Count;
            if (column is < 0 or > 16_383) continue;
            while (cells.Count <= column) cells.Add("");
            var raw = cell.CellValue?.Text ?? "";
            var type = cell.DataType?.Value;
            if (type == CellValues.Error)
            {
                errors.Add(new InputError(file, line, names is not null && column < names.Length ? names[column] : cell.CellReference?.Value, Messages.Format("import.cell-error", raw)));
                isBad = true;
            }

            cells[column] = type == CellValues.SharedString ? (int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < shared.Length ? shared[at] : "")
                : type == CellValues.InlineString ? cell.InlineString?.InnerText ?? ""
                : type == CellValues.Boolean ? (raw is "1" ? "true" : "false")
                : type is null || type == CellValues.Number ? Number(raw, cell.StyleIndex?.Value is { } style && dates.Contains(style))
                : raw;
        }

        return cells;
    }

    // Excel keeps 350000 as 350000 and 2.5E6 as written by whoever saved it; days since 1899-12-30 where the format is a date's.
    private static string Number(string raw, bool isDate)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return raw;
        if (isDate && number is > 1 and < 2_958_466) return DateTime.FromOADate(number).ToString(number % 1 == 0 ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return Math.Abs(number) < 1e15 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : raw;
    }

    private static HashSet<uint> DateStyles(WorkbookPart workbook)
    {
        var styles = new HashSet<uint>();
        if (workbook.WorkbookStylesPart?.Stylesheet is not { CellFormats: { } formats } sheet) return styles;
        var own = sheet.NumberingFormats?.Elements<NumberingFormat>().Where(format => format.NumberFormatId is not null && IsDate(format.FormatCode?.Value ?? "")).Select(format => format.NumberFormatId!.Value).ToHashSet() ?? [];
        var index = 0u;
        foreach (var format in formats.Elements<CellFormat>())
        {
            if (format.NumberFormatId?.Value is { } id && (IsDateFormat(id) || own.Contains(id))) styles.Add(index);
            index++;
        }

        return styles;
    }

    private static bool IsDate(string code) => code.AsSpan().IndexOfAny("yYdD") >= 0 && !code.Contains("General", StringComparison.OrdinalIgnoreCase) && !code.Contains("Red", StringComparison.OrdinalIgnoreCase);

    private static int? Column(string? reference)
    {
        if (reference is null) return null;
        var column = 0;
        foreach (var letter in reference)
        {
            if (!char.IsAsciiLetterUpper(letter)) break;
            column = (column * 26) + letter - 'A' + 1;
        }

        return column - 1;
    }
}
