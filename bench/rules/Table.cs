using System.Text;

namespace Ecom389.Monitor.Bench.Rules;

/// <summary>Rows of words, written aligned for a terminal or as Markdown. The first column reads from the left, the others from the right.</summary>
internal sealed class Table(params IReadOnlyList<string> header)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(params IReadOnlyList<string> row) => _rows.Add(row);

    /// <summary>Aligned by spaces.</summary>
    public string ToText()
    {
        var widths = Enumerable.Range(0, header.Count).Select(column => _rows.Append(header).Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows.Prepend(header))
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        }
        return text.ToString();
    }

    /// <summary>As a Markdown table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(header);
        text.Append("| --- |").Insert(text.Length, " ---: |", header.Count - 1).AppendLine();
        foreach (var row in _rows) Line(row);
        return text.ToString();

        void Line(IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(static cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).AppendLine(" |");
    }
}
