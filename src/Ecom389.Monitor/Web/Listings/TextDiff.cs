using System.Text;

namespace Ecom389.Monitor.Web.Listings;

/// <summary>What became of a stretch of text between two snapshots.</summary>
public enum DiffKind
{
    Same,
    Removed,
    Added,
}

/// <summary>A stretch of one kind.</summary>
public sealed record DiffRun(DiffKind Kind, string Text);

/// <summary>A word-by-word comparison of two texts.</summary>
public static class TextDiff
{
    // The table is old × new words; past this the middle is shown as replaced as a whole, which is still true.
    private const int MostCells = 400_000;

    /// <summary>The runs that turn <paramref name="before"/> into <paramref name="after"/>: what stayed and went, joined, is before; what stayed and came is after.</summary>
    public static IReadOnlyList<DiffRun> Words(string before, string after)
    {
        var old = Split(before);
        var now = Split(after);
        var head = 0;
        while (head < old.Count && head < now.Count && string.Equals(old[head], now[head], StringComparison.Ordinal)) head++;
        var tail = 0;
        while (tail < old.Count - head && tail < now.Count - head && string.Equals(old[^(tail + 1)], now[^(tail + 1)], StringComparison.Ordinal)) tail++;

        var runs = new List<(DiffKind Kind, StringBuilder Text)>();
        foreach (var word in old.Take(head)) Add(runs, DiffKind.Same, word);
        Middle(runs, old[head..(old.Count - tail)], now[head..(now.Count - tail)]);
        foreach (var word in old.Skip(old.Count - tail)) Add(runs, DiffKind.Same, word);
        return [.. runs.Select(run => new DiffRun(run.Kind, run.Text.ToString()))];
    }

    private static void Middle(List<(DiffKind Kind, StringBuilder Text)> runs, List<string> old, List<string> now)
    {
        if ((long)old.Count * now.Count > MostCells)
        {
            Add(runs, DiffKind.Removed, string.Concat(old));
            Add(runs, DiffKind.Added, string.Concat(now));
            return;
        }

        // Longest common subsequence, from the end so that it can be walked forwards.
        var common = new int[old.Count + 1, now.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
            for (var j = now.Count - 1; j >= 0; j--)
                common[i, j] = string.Equals(old[i], now[j], StringComparison.Ordinal) ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        var (o, n) = (0, 0);
        while (o < old.Count || n < now.Count)
        {
            if (o < old.Count && n < now.Count && string.Equals(old[o], now[n], StringComparison.Ordinal))
            {
                Add(runs, DiffKind.Same, old[o++]);
                n++;
            }
            else if (o < old.Count && (n == now.Count || common[o + 1, n] >= common[o, n + 1]))
            {
                Add(runs, DiffKind.Removed, old[o++]);
            }
            else
            {
                Add(runs, DiffKind.Added, now[n++]);
            }
        }
    }

    private static void Add(List<(DiffKind Kind, StringBuilder Text)> runs, DiffKind kind, string text)
    {
        if (text.Length == 0) return;
        if (runs.Count == 0 || runs[^1].Kind != kind) runs.Add((kind, new()));
        runs[^1].Text.Append(text);
    }

    // 0 a gap, 1 a word, 2 a sign. The dot of 1.250.000 belongs to the number.
    private static int KindOf(string text, int index) =>
        char.IsWhiteSpace(text[index]) ? 0
        : char.IsLetterOrDigit(text[index]) || char.IsSurrogate(text[index]) ? 1
        : text[index] is '.' or ',' && index > 0 && index + 1 < text.Length && char.IsAsciiDigit(text[index - 1]) && char.IsAsciiDigit(text[index + 1]) ? 1
        : 2;

    // Words and the gaps between them, so that joining the parts gives the text back.
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var from = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && KindOf(text, i) == KindOf(text, i - 1)) continue;
            parts.Add(text[from..i]);
            from = i;
        }

        return parts;
    }
}
