using System.Collections.Frozen;
using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text;

/// <summary>How a brand was spelt.</summary>
public enum BrandSpelling
{
    /// <summary>As its owner does.</summary>
    Exact,

    /// <summary>An everyday misspelling or way of saying it: innocent.</summary>
    Misspelt,

    /// <summary>Disguised (Iph0ne, S.a.m.s.u.n.g, Cyrillic letters) or spelt as copies are (Marshell).</summary>
    Evasive,
}

/// <summary>A brand named in a text.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Brand">The brand or line of products: Samsung, iPhone.</param>
/// <param name="Owner">Whose it is: Apple for iPhone; the brand itself where the list names no other.</param>
/// <param name="Spelling">How it was spelt.</param>
public sealed record BrandMention(string Text, int Start, int End, string Brand, string Owner, BrandSpelling Spelling);

/// <summary>Finds brands in all their spellings. The list is <c>brands.txt</c>; disguises that the normaliser undoes need no entry.</summary>
public static class BrandReader
{
    private sealed record Entry(string Spelling, bool Marked, string Brand, string Owner, BrandSpelling Kind);

    /// <summary>Spellings by their first two letters without marks, longest first.</summary>
    private static readonly FrozenDictionary<int, Entry[]> Entries = Load();

    /// <summary>Misspellings and disguised spellings of brands (normalised), each with the owner's own spelling.</summary>
    public static IEnumerable<(string Written, string Brand)> Misspellings() =>
        Entries.Values.SelectMany(static entries => entries).Where(static entry => entry.Kind != BrandSpelling.Exact).Select(static entry => (entry.Spelling, Normaliser.Normalise(entry.Brand).Value));

    /// <summary>Every brand in the text, in order, the longest spelling at each place. Linear; never throws.</summary>
    public static IReadOnlyList<BrandMention> Find(string text) => Find(Normaliser.Normalise(text));

    /// <summary>The same for a text that is already normalised; offsets are into its original.</summary>
    public static IReadOnlyList<BrandMention> Find(NormalisedText text)
    {
        var found = new List<BrandMention>();
        var folded = text.Folded;
        for (var i = 0; i + 1 < folded.Length;)
        {
            if (!Letters.IsLetterOrDigit(folded[i]) || i > 0 && Letters.IsLetterOrDigit(folded[i - 1]) || !Entries.TryGetValue(Key(folded[i], folded[i + 1]), out var entries))
            {
                i++;
                continue;
            }
            var end = 0;
            foreach (var entry in entries)
            {
                if (!Matches(text, i, entry, out end)) continue;
                found.Add(Mention(text, i, end, entry));
                break;
            }
            i = Math.Max(end, i + 1);
        }
        return found;
    }

    private static bool Matches(NormalisedText text, int at, Entry entry, out int end)
    {
        end = at + entry.Spelling.Length;
        if (end > text.Folded.Length || string.CompareOrdinal(entry.Marked ? text.Value : text.Folded, at, entry.Spelling, 0, entry.Spelling.Length) != 0) return EndsNowhere(out end);
        if (end == text.Folded.Length || !Letters.IsLetter(text.Folded[end]))
        {
            // A digit may follow a long name (iphone15, airpods2), not a short one (hp1, jbl4).
            return end == text.Folded.Length || !Letters.IsDigit(text.Folded[end]) || entry.Spelling.Length >= 4 || EndsNowhere(out end);
        }
        return EndsNowhere(out end);

        static bool EndsNowhere(out int end)
        {
            end = 0;
            return false;
        }
    }

    private static BrandMention Mention(NormalisedText text, int start, int end, Entry entry)
    {
        var (from, to) = text.ToOriginal(start, end);
        var written = text.Original[from..to];
        var kind = entry.Kind;
        if (kind != BrandSpelling.Evasive && IsDisguised(text, start, end, written, entry)) kind = BrandSpelling.Evasive;
        return new(written, from, to, entry.Brand, entry.Owner, kind);
    }

    /// <summary>Whether the normaliser had to undo something, or marks sit on a name that has none (Sámsung).</summary>
    private static bool IsDisguised(NormalisedText text, int start, int end, string written, Entry entry) =>
        !string.Equals(written, text.Value[start..end], StringComparison.OrdinalIgnoreCase)
            && !string.Equals(Composition.Compose(written), text.Value[start..end], StringComparison.OrdinalIgnoreCase)
        || !entry.Marked && !text.Value.AsSpan(start, end - start).SequenceEqual(text.Folded.AsSpan(start, end - start)) && !entry.Spelling.Contains(' ', StringComparison.Ordinal);

    private static int Key(char first, char second) => (first << 16) | second;

    private static FrozenDictionary<int, Entry[]> Load()
    {
        var entries = new List<Entry>();
        foreach (var line in EmbeddedData.Lines("brands.txt"))
        {
            var colon = line.IndexOf(" : ", StringComparison.Ordinal);
            var name = line[..colon];
            var bracket = name.IndexOf(" (", StringComparison.Ordinal);
            var brand = bracket < 0 ? name : name[..bracket];
            var owner = bracket < 0 ? name : name[(bracket + 2)..^1];
            var parts = line[(colon + 3)..].Split(';');
            for (var part = 0; part < parts.Length; part++)
            {
                foreach (var spelling in parts[part].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    // Lists are kept as people write; what is matched is the normalised form.
                    var settled = Normaliser.Normalise(spelling);
                    var marked = !string.Equals(settled.Value, settled.Folded, StringComparison.Ordinal);
                    if (!entries.Exists(e => string.Equals(e.Spelling, settled.Value, StringComparison.Ordinal)))
                        entries.Add(new(settled.Value, marked, brand, owner, (BrandSpelling)part));
                }
            }
        }
        return entries
            .GroupBy(static e => Key(Marks.Folded[e.Spelling[0]], Marks.Folded[e.Spelling[1]]))
            .ToFrozenDictionary(static g => g.Key, static g => g.OrderByDescending(static e => e.Spelling.Length).ToArray());
    }
}
