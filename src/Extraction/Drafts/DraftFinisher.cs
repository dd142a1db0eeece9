using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>Makes a listing of a draft: amounts, dates and words in the record's form.</summary>
internal sealed class DraftFinisher(Vocabulary words, CategoryGuesser categories)
{
    private readonly ConditionWords _conditions = new(words);
    private readonly OfferedBrand _brands = new(words);
    private readonly OfferIntent _intents = new(words);
    private readonly SalePhase _phases = new(words);

    public ExtractedListing Finish(ListingDraft draft, PageContext page, Channel? channel, string? url)
    {
        var price = draft.Price ?? ReadPrice(draft[Fields.PriceText], page.CurrencyHint);
        var brand = CleanBrand(draft[Fields.Brand]);
        var title = draft[Fields.Title] ?? "";
        var description = draft[Fields.Description] ?? "";
        var provenance = new Dictionary<string, string>(draft.Provenance, StringComparer.Ordinal);
        if (draft[Fields.Brand] is not null && brand is null) provenance.Remove(Fields.Brand);
        if (draft[Fields.Brand] is null && _brands.In(title, description) is { } named)
        {
            brand = named;
            provenance[Fields.Brand] = "text:brand";
        }

        if (price is not null && draft.Price is null && provenance.TryGetValue(Fields.PriceText, out var from)) provenance[Fields.Price] = from;
        var category = categories.Guess(draft[Fields.Category], title, description);
        if (category is not null) provenance[Fields.Category] = "words:" + category.Word;
        else provenance.Remove(Fields.Category);
        var condition = ConditionOf(draft, title, description);
        if (condition is null) provenance.Remove(Fields.Condition);
        else if (!provenance.ContainsKey(Fields.Condition)) provenance[Fields.Condition] = "text:condition";
        var posted = draft[Fields.PostedAt] is { } day ? PageDates.Find(day, page.CapturedAt) : null;
        if (posted is null) provenance.Remove(Fields.PostedAt);
        var phone = draft[Fields.SellerPhone];
        if (phone is not null && MaskedPhones.Find(phone) is { } masked)
        {
            draft.Details.OfferMaskedPhone(masked, provenance.GetValueOrDefault(Fields.SellerPhone, "text:phone"));
            provenance.Remove(Fields.SellerPhone);
            phone = null;
        }

        foreach (var (field, origin) in draft.Details.Provenance) provenance[field] = origin;

        var listing = new ExtractedListing
        {
            Record = new()
            {
                Channel = channel is { } c ? c.ToString().ToLowerInvariant() : null,
                Site = page.Url?.Host,
                Url = url,
                Title = title,
                Description = description,
                PriceText = draft[Fields.PriceText] ?? "",
                PriceVnd = price is { Currency: "VND", Amount: > 0 and < 1_000_000_000_000_000m } ? (long)decimal.Round(price.Amount) : null,
                Brand = brand,
                Category = category?.Id,
                Condition = condition,
                Seller = new()
                {
                    Name = draft[Fields.SellerName],
                    Phone = phone,
                    Location = draft[Fields.SellerLocation],
                    Joined = DateOf(draft[Fields.SellerJoined], page.CapturedAt),
                    Rating = RatingOf(draft[Fields.SellerRating]),
                    Sold = CountOf(draft[Fields.SellerSold]),
                    Verified = string.Equals(draft[Fields.SellerVerified], "true", StringComparison.Ordinal),
                },
                Attributes = draft.Attributes,
                PostedAt = posted?.Day,
            },
            Price = price,
            Availability = draft[Fields.Availability] is { } state ? AvailabilityWords.StateOf(words, state) : null,
            Sku = draft[Fields.Sku],
            Gtin = draft[Fields.Gtin],
            Images = draft.Images,
            ItemId = draft[Fields.ItemId],
            CanonicalUrl = draft[Fields.Canonical],
            OldPrice = draft.Details.OldPrice,
            Variants = draft.Details.Variants,
            Intent = _intents.Of(title, description),
            Phones = PhonesOf(page, phone, title, description),
            MaskedPhone = draft.Details.MaskedPhone,
            Sold = draft.Details.Sold,
            CategoryConfidence = category?.Confidence,
            PostedPrecision = posted?.Precision,
            Provenance = provenance,
        };
        return listing with { Phase = _phases.Of(listing) };
    }

    // As written, one spelling a number.
    private static List<string> PhonesOf(PageContext page, string? first, string title, string description)
    {
        var phones = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in (ReadOnlySpan<string?>)[first, title, description])
        {
            if (text is null) continue;
            foreach (var mention in ReferenceEquals(text, description) ? page.PhonesIn(text) : PhoneReader.Find(text))
                if (phones.Count < 20 && seen.Add(mention.E164)) phones.Add(mention.Text);
        }

        return phones;
    }

    internal static Money? ReadPrice(string? text, string? currencyHint)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return PriceReader.Read(text, currencyHint) is { Amount: > 0 } found ? new(found.Amount, found.Currency) : null;
    }

    private string? CleanBrand(string? brand) =>
        brand is null || brand.Length > 80 || words.Is("noBrand", brand) ? null : brand;

    private string? ConditionOf(ListingDraft draft, string title, string description) =>
        (draft[Fields.Condition] is { } said ? _conditions.Stated(said) : null) ?? _conditions.InText(title, description);

    private static double? RatingOf(string? text)
    {
        if (text is null) return null;
        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0) return null;
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or ',')) end++;
        var spelling = text[start..end].TrimEnd('.', ',').Replace(',', '.');
        return double.TryParse(spelling, NumberStyles.Float, CultureInfo.InvariantCulture, out var rating) && rating is >= 0 and <= 5 ? rating : null;
    }

    private static long? CountOf(string? text)
    {
        if (text is null) return null;
        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0) return null;
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or ',')) end++;
        var spelling = text[start..end].TrimEnd('.', ',');
        var unit = Vocabulary.Fold(text[end..]).TrimStart();
        var thousand = unit.StartsWith('k') || unit.StartsWith("nghin", StringComparison.Ordinal) || unit.StartsWith("ngan", StringComparison.Ordinal);
        var million = unit.StartsWith("tr", StringComparison.Ordinal) || unit is "m" || unit.StartsWith("m ", StringComparison.Ordinal);
        if (thousand || million)
            return decimal.TryParse(spelling.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var scaled) ? (long)(scaled * (thousand ? 1000 : 1_000_000)) : null;
        return long.TryParse(spelling.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    internal static string? DateOf(string? text, DateTimeOffset capturedAt) => text is null ? null : PageDates.Read(text, capturedAt);
}
