using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>An endpoint's paths, read once.</summary>
internal sealed class EndpointPlan
{
    // Numbers the definition did not say the currency of are Vietnamese shops' own.
    private const string HomeCurrency = "VND";

    private readonly Dictionary<string, Field> _fields = new(StringComparer.Ordinal);

    private sealed record Field(JsonField Rule, IReadOnlyList<JsonTemplate> From, JsonPath? Each, JsonPath? Name, JsonPath? Value);

    public EndpointPlan(JsonEndpoint endpoint)
    {
        Items = JsonPath.Parse(endpoint.Items);
        IsSingle = endpoint.Items.Trim() is "$" || !endpoint.Items.AsSpan().ContainsAny("*?:") && !endpoint.Items.Contains("..", StringComparison.Ordinal);
        Link = endpoint.Link is { } link ? JsonTemplate.Parse(link) : null;
        Series = [.. endpoint.Start.Select(series => (series, Path(series.Cursor), Path(series.Total)))];
        foreach (var (name, rule) in endpoint.Fields)
            _fields[name] = new(rule, [.. rule.From.Select(JsonTemplate.Parse)], Path(rule.Each), Path(rule.Name), Path(rule.Value));
    }

    public JsonPath Items { get; }

    /// <summary>The answer is one item.</summary>
    public bool IsSingle { get; }

    public JsonTemplate? Link { get; }

    public IReadOnlyList<(PageSeries Series, JsonPath? Cursor, JsonPath? Total)> Series { get; }

    /// <summary>Provenance of a field.</summary>
    public string From(string field) => "json:" + (_fields.TryGetValue(field, out var found) ? found.Rule.Each ?? string.Join(" | ", found.Rule.From) : field);

    /// <summary>What an item says.</summary>
    public ListingDraft Map(JsonElement item, PageContext page)
    {
        var draft = new ListingDraft();
        foreach (var (name, field) in _fields)
        {
            switch (name)
            {
                case "attributes":
                    MapAttributes(item, field, draft);
                    break;
                case "images":
                    draft.OfferImages(Values(item, field).Select(Word).Select(page.Absolute).OfType<string>(), From(name));
                    break;
                case "price" or "currency":
                    break;
                case "url":
                    draft.Offer(Fields.Canonical, Text(item, field), From(name));
                    break;
                case Fields.Description:
                    draft.Offer(name, Plain(Text(item, field)), From(name));
                    break;
                case Fields.SellerPhone:
                    // A number with stars in it is no number.
                    draft.Offer(name, Text(item, field) is { } phone && !phone.AsSpan().ContainsAny('*', '•', '●') && phone.Count(char.IsAsciiDigit) >= 8 ? phone : null, From(name));
                    break;
                default:
                    draft.Offer(name, Text(item, field), From(name));
                    break;
            }
        }

        MapPrice(item, draft, page);
        return draft;
    }

    private void MapPrice(JsonElement item, ListingDraft draft, PageContext page)
    {
        var currency = _fields.TryGetValue("currency", out var named) ? Text(item, named) : null;
        page.CurrencyHint = currency ?? HomeCurrency;
        if (!_fields.TryGetValue("price", out var field) || Text(item, field) is not { } text) return;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var amount)) draft.OfferPrice(amount > 0 ? new Money(amount, currency ?? HomeCurrency) : null, From("price"));
        else draft.OfferPrice(DraftFinisher.ReadPrice(text, page.CurrencyHint), From("price"));
        if (draft.Price is not null) draft.Offer(Fields.PriceText, text, From("price"));
    }

    private void MapAttributes(JsonElement item, Field field, ListingDraft draft)
    {
        if (field.Each is not null)
        {
            foreach (var row in field.Each.Select(item))
                if (field.Name!.First(row) is { } name && Word(name) is { } label && field.Value!.First(row) is { } value && Word(value) is { } said) draft.OfferAttribute(Plain(label)!, Plain(said)!, From("attributes"));
            return;
        }

        foreach (var found in Values(item, field).Where(found => found.ValueKind == JsonValueKind.Object))
            foreach (var member in found.EnumerateObject())
                if (Word(member.Value) is { } said) draft.OfferAttribute(member.Name, Plain(said)!, From("attributes"));
    }

    private static IReadOnlyList<JsonElement> Values(JsonElement item, Field field)
    {
        foreach (var from in field.From)
            if (from.Values(item) is { Count: > 0 } values) return values;
        return [];
    }

    private static string? Text(JsonElement item, Field field)
    {
        foreach (var from in field.From)
            if (from.Text(item) is { } text && !string.IsNullOrWhiteSpace(text)) return PageDecoder.Replace(field.Rule.Values.GetValueOrDefault(text, text)).Trim();
        return null;
    }

    private static string? Word(JsonElement value) => JsonTemplate.Scalar(value) is { } word ? PageDecoder.Replace(word) : null;

    private static string? Plain(string? text) => text is null ? null : Markup.IsMarkup(text) ? Markup.ToText(text) : text;

    private static JsonPath? Path(string? text) => text is null ? null : JsonPath.Parse(text);
}
