using System.Text;

namespace Ecom389.Monitor.Web.Users;

/// <summary>
/// Rows as RFC 4180 writes them, with a byte-order mark so that spreadsheets read Vietnamese. A cell that a spreadsheet would
/// take for a formula gets an apostrophe before it (OWASP, CSV Injection): strangers' words stand in these files.
/// </summary>
public static class CsvCells
{
    public static string Write(IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows.Prepend(heading)) text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return text.ToString();
    }

    /// <summary>One cell, quoted.</summary>
    public static string Cell(string value)
    {
        var inner = value.Length > 0 && IsFormula(value) ? "'" + value : value;
        return "\"" + inner.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    // Full-width signs are read as signs too.
    private static bool IsFormula(string value) => value.TrimStart(' ', '\u00A0', '\u3000') is [('=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠'), ..] || value[0] is '\t' or '\r' or '\n';
}
