using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The brand of the thing offered, where title or text names exactly one: not that of what it is for (an iPhone case is no
/// Apple product), comes with or was bought from.
/// </summary>
internal sealed class OfferedBrand(Vocabulary words)
{
    private const int Reach = 300;
    private const int Before = 24;

    /// <summary>The brand's owner as the brand list writes it, or null.</summary>
    public string? In(string title, string description)
    {
        var text = title.Length > 0 ? title : description.Length > Reach ? description[..Reach] : description;
        string? owner = null;
        foreach (var mention in BrandReader.Find(text))
        {
            if (words.Is("platformBrand", mention.Owner) && owner is not null) continue;
            if (IsForAnother(text, mention.Start) || string.Equals(owner, mention.Owner, StringComparison.Ordinal)) continue;
            if (owner is not null) return null;
            owner = mention.Owner;
        }

        return owner;
    }

    private bool IsForAnother(string text, int at)
    {
        var before = text[Math.Max(0, at - Before)..at];
        var clause = before.AsSpan().LastIndexOfAny('.', '\n', ';');
        return words.Contains("forAnother", before[(clause + 1)..]);
    }
}
