using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads CSV with any of the usual separators.</summary>
internal static class CsvImport
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    public static ImportedFile Read(string text, string file, ImportRules rules, ImportHeadings headings)
    {
        var (rows, errors) = (new List<ImportedRow>(), new List<InputError>());
        List<string>? names = null;
        foreach (var (line, cells, isBad) in CsvRows.Read(text, rules.Delimiter is [var own] ? own : Separator(text, rules.HeadingLine)))
        {
            if (line < rules.HeadingLine) continue;
            if (rows.Count >= ImportReader.MaxRows) break;
            if (names is null)
            {
                names = [.. cells.Select(cell => cell.Trim())];
                headings.Check(file, line, names);
            }
            else if (isBad)
            {
                errors.Add(new InputError(file, line, null, Messages.Format("import.quotes")));
            }
            else if (cells.Skip(names.Count).Any(cell => cell.Trim().Length > 0))
            {
                errors.Add(new InputError(file, line, null, Messages.Format("import.cells", cells.Count, names.Count)));
            }
            else if (headings.Row(line, names, cells) is { } row)
            {
                rows.Add(row);
            }
        }

        return names is null ? throw new InvalidInputException(new InputError(file, 1, null, Messages.Format("import.no-headings"))) : new(rows, errors);
    }

    private static char Separator(string text, int headingLine)
    {
        var lines = text.Split('\n', headingLine + 1);
        var line = lines[Math.Min(headingLine, lines.Length) - 1];
        return Separators.MaxBy(separator => line.AsSpan().Count(separator));
    }
}
