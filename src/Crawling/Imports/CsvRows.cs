using System.Text;

namespace Ecom389.Monitor.Crawling;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">The line it begins at, from 1; a quoted cell may hold line ends.</param>
/// <param name="Cells">As written, quotation marks undone.</param>
/// <param name="IsBad">A quotation mark is misplaced, or never closed.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells, bool IsBad);

/// <summary>
/// Splits CSV by RFC 4180, with any separator and line end. A row whose quotation marks do not fit is told apart and ends at its line,
/// so that one bad row does not swallow those after it.
/// </summary>
internal static class CsvRows
{
    public static IEnumerable<CsvRow> Read(string text, char separator)
    {
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var (cells, end, lines, isBad) = Row(text, at, separator);
            if (isBad)
            {
                end = text.IndexOf('\n', at) is var stop and >= 0 ? stop + 1 : text.Length;
                lines = 1;
                cells = [.. text[at..end].TrimEnd('\r', '\n').Split(separator)];
            }

            yield return new(line, cells, isBad);
            (at, line) = (end, line + lines);
        }
    }

    private static (List<string> Cells, int End, int Lines, bool IsBad) Row(string text, int at, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var lines = 1;
        while (true)
        {
            cell.Clear();
            if (at < text.Length && text[at] == '"')
            {
                for (at++; ; at++)
                {
                    if (at >= text.Length) return (cells, at, lines, IsBad: true);
                    if (text[at] == '"' && (at + 1 >= text.Length || text[at + 1] != '"')) break;
                    if (text[at] == '"') at++;
                    if (text[at] == '\n') lines++;
                    cell.Append(text[at]);
                }

                at++;
                if (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n')) return (cells, at, lines, IsBad: true);
            }
            else
            {
                var end = text.AsSpan(at).IndexOfAny(separator, '\r', '\n') is var length and >= 0 ? at + length : text.Length;
                cell.Append(text, at, end - at);
                at = end;
            }

            cells.Add(cell.ToString());
            if (at < text.Length && text[at] == separator)
            {
                at++;
                continue;
            }

            if (at < text.Length && text[at] == '\r') at++;
            if (at < text.Length && text[at] == '\n') at++;
            return (cells, at, lines, IsBad: false);
        }
    }
}
