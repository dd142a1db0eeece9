using System.Text;

namespace Ecom389.Monitor.Detection.Registry;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">1-based line on which it begins.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Cuts CSV text as RFC 4180 says; a semicolon parts cells where the first line has more of them than commas (Excel in Vietnamese).</summary>
internal static class CsvRows
{
    /// <summary>All rows that are not blank.</summary>
    public static List<CsvRow> Read(string text, Action<int, string> report)
    {
        var rows = new List<CsvRow>();
        var firstLine = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length);
        var separator = firstLine.Count(';') > firstLine.Count(',') ? ';' : ',';
        var cells = new List<string>();
        var cell = new StringBuilder();
        int line = 1, began = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' && cell.Length == 0)
            {
                var opened = line;
                if (!ReadQuoted(text, ref i, ref line, cell)) report(opened, "Ngoặc kép mở ra không đóng lại.");
            }
            else if (c == separator)
            {
                Close();
            }
            else if (c == '\n')
            {
                EndRow();
                began = ++line;
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }
        EndRow();
        return rows;

        void Close()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            Close();
            if (cells.Count > 1 || cells[0].Trim().Length > 0) rows.Add(new(began, [.. cells]));
            cells.Clear();
        }
    }

    /// <summary>A cell, quoted where it must be.</summary>
    public static string Quote(string? cell)
    {
        if (cell is null) return "";
        return cell.AsSpan().IndexOfAny("\",\n\r;") >= 0 ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cell;
    }

    private static bool ReadQuoted(string text, ref int i, ref int line, StringBuilder cell)
    {
        for (i++; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                if (i + 1 >= text.Length || text[i + 1] != '"') return true;
                i++;
            }
            if (text[i] == '\n') line++;
            cell.Append(text[i]);
        }
        return false;
    }
}
