using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Tells a sale from a buyer's advertisement and from what offers nothing. Platforms take the poster's word for the kind ("cần
/// bán"); the words of the advertisement tell better.
/// </summary>
internal sealed class OfferIntent(Vocabulary words)
{
    private const int Beginning = 240;
    private const int Opening = 90;
    private const int Lead = 12;

    /// <summary>One of <see cref="ListingIntent"/>.</summary>
    public string Of(string title, string description)
    {
        var isPost = title.Length == 0;
        var opening = Vocabulary.Fold(Cut(description, Opening));
        var lead = isPost ? opening : Vocabulary.Fold(title);
        if (Wants(lead) || (!isPost && words.FindFolded("sellsToo", lead) is null && Wants(opening))) return ListingIntent.Wanted;

        // In a shop's title "gợi ý quà tặng" is no question; only a post that is nothing but text asks or warns.
        return isPost && words.FindFolded("noOffer", Vocabulary.Fold(Cut(description, Beginning))) is not null ? ListingIntent.Notice : ListingIntent.Sale;
    }

    private bool Wants(string text)
    {
        if (words.FindFolded("wanted", text) is null || words.FindFolded("sellsToo", text) is not null || words.FindFolded("wantedNot", text) is not null) return false;
        foreach (var phrase in words.FindAll("wanted"))
        {
            var at = Vocabulary.IndexOfWord(text, phrase, 0);
            if (at < 0) continue;

            // "ai cần mua ib em", "khách cần mua sỉ": somebody else wants, the writer sells. And who wants says so at once:
            // behind "em" or "mình", or with the first words.
            var before = text[..at].TrimEnd();
            if (words.FindFolded("othersWant", before.Length > Lead ? before[^Lead..] : before) is not null) continue;
            if (before.Length <= Lead || EndsWith("wanter", before)) return true;
        }

        return false;
    }

    private bool EndsWith(string list, string before)
    {
        foreach (var word in words.FindAll(list))
            if (before.EndsWith(word, StringComparison.Ordinal) && (before.Length == word.Length || !char.IsLetterOrDigit(before[^(word.Length + 1)]))) return true;
        return false;
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}
