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

    /// <summary>One of <see cref="ListingIntent"/>.</summary>
    public string Of(string title, string description)
    {
        var isPost = title.Length == 0;
        var lead = Vocabulary.Fold(isPost ? Cut(description, Opening) : title);
        if (Wants(lead)) return ListingIntent.Wanted;

        // In a shop's title "gợi ý quà tặng" is no question; only a post that is nothing but text asks or warns.
        return isPost && words.FindFolded("noOffer", Vocabulary.Fold(Cut(description, Beginning))) is not null ? ListingIntent.Notice : ListingIntent.Sale;
    }

    private bool Wants(string lead)
    {
        foreach (var phrase in words.FindAll("wanted"))
        {
            var at = Vocabulary.IndexOfWord(lead, phrase, 0);
            if (at < 0 || words.FindFolded("sellsToo", lead) is not null) continue;

            // "ai cần mua ib em", "khách cần mua sỉ": somebody else wants, the writer sells.
            var before = lead[Math.Max(0, at - 16)..at];
            if (words.FindFolded("othersWant", before) is null) return true;
        }

        return false;
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}
