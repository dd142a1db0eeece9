using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Web.Search;

/// <summary>Reads from a listing, and from what somebody types, what a listing is looked up by exactly.</summary>
public static class Marks
{
    // A page that lists half the country's numbers is looked up by its words.
    private const int MostOfAKind = 20;

    // The first pages of a text hold the seller's contact; a title of a megabyte must not hold the index up.
    private const int MostRead = 20_000;

    /// <summary>The marks of a listing.</summary>
    /// <param name="key">Its key within the source.</param>
    public static IReadOnlySet<ListingMark> Of(string key, ExtractedListing content)
    {
        var marks = new HashSet<ListingMark>();
        var record = content.Record;
        foreach (var text in (string?[])[record.Seller.Phone, record.Title, record.Description]) Add(MarkKind.Phone, Phones(text));
        foreach (var text in record.Attributes.Values.Append(record.Title).Append(record.Description)) Add(MarkKind.Certificate, Certificates(text));
        if (Folded(record.Seller.Name) is { Length: > 0 } seller) marks.Add(new(MarkKind.Seller, seller));
        foreach (var id in (string?[])[key, content.ItemId, content.Sku]) Add(MarkKind.ItemId, IsItemId(id) ? [id!.Trim()] : []);
        return marks;

        void Add(MarkKind kind, IEnumerable<string> values)
        {
            foreach (var value in values.Take(MostOfAKind)) marks.Add(new(kind, value));
        }
    }

    /// <summary>What somebody may have meant, most telling first.</summary>
    public static IReadOnlyList<ListingMark> Meant(string typed)
    {
        var marks = new List<ListingMark>();
        marks.AddRange(Phones(typed).Select(value => new ListingMark(MarkKind.Phone, value)));
        marks.AddRange(Certificates(typed).Select(value => new ListingMark(MarkKind.Certificate, value)));
        // Without its introduction ("số …") a certificate's number is recognised by nothing but being one that was read.
        if (IsItemId(typed)) marks.AddRange([new(MarkKind.ItemId, typed.Trim()), new(MarkKind.Certificate, typed.Trim().ToUpperInvariant())]);
        if (Folded(typed) is { Length: > 2 } seller) marks.Add(new(MarkKind.Seller, seller));
        return [.. marks.Distinct()];
    }

    private static IEnumerable<string> Phones(string? text) => string.IsNullOrEmpty(text) ? [] : PhoneReader.Find(Head(text)).Select(mention => mention.E164).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Certificates(string? text) =>
        string.IsNullOrEmpty(text) ? [] : CertificateReader.Find(Head(text)).Select(mention => mention.Number).Where(number => number.Length is > 3 and < 60).Distinct(StringComparer.Ordinal);

    private static string Folded(string? name) =>
        string.IsNullOrWhiteSpace(name) ? "" : string.Join(' ', Normaliser.Normalise(name.Length > 200 ? name[..200] : name).Folded.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsItemId(string? text) => text is { Length: >= 2 and <= 60 } && !text.Trim().Any(char.IsWhiteSpace) && !text.Contains("://", StringComparison.Ordinal);

    private static string Head(string text) => text.Length > MostRead ? text[..MostRead] : text;
}
