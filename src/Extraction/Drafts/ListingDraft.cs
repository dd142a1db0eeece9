using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>A listing being put together: the first layer that knows a field has it.</summary>
internal sealed class ListingDraft
{
    private const int MaxAttributes = 200;
    private const int MaxImages = 60;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _provenance = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly List<string> _images = [];

    private readonly List<PriceClaim> _claims = [];

    public Money? Price { get; private set; }

    public OfferDetailsDraft Details { get; } = new();

    /// <summary>What each layer says the price is, in the order of layers.</summary>
    public IReadOnlyList<PriceClaim> PriceClaims => _claims;

    public IReadOnlyDictionary<string, string> Provenance => _provenance;

    public IReadOnlyDictionary<string, string> Attributes => _attributes;

    public IReadOnlyList<string> Images => _images;

    public string? this[string field] => _values.GetValueOrDefault(field);

    public bool Has(string field) => field switch
    {
        Fields.Price => Price is not null,
        Fields.Attributes => _attributes.Count > 0,
        Fields.Images => _images.Count > 0,
        _ => _values.ContainsKey(field),
    };

    /// <summary>Sets a text field unless a layer before did; a blank value is none.</summary>
    public bool Offer(string field, string? value, string from)
    {
        if (string.IsNullOrWhiteSpace(value) || _values.ContainsKey(field)) return false;
        Put(field, value.Trim(), from);
        return true;
    }

    /// <summary>Sets a text field over what a layer before said: for a fuller wording of the same.</summary>
    public void Put(string field, string value, string from)
    {
        _values[field] = value;
        Note(field, from, value);
    }

    public void Forget(string field)
    {
        _values.Remove(field);
        _provenance.Remove(field);
        if (string.Equals(field, Fields.Price, StringComparison.Ordinal)) Price = null;
    }

    public void OfferPrice(Money? price, string from)
    {
        if (price is null || Price is not null) return;
        Price = price;
        _provenance[Fields.Price] = from;
    }

    /// <summary>Sets the price over the one settled on: the lower end of the range it is part of.</summary>
    public void PutPrice(Money price) => Price = price;

    /// <summary>A layer's word on the price; <see cref="PriceJudge"/> settles.</summary>
    public void ClaimPrice(Money price, string? spelled, string from) => _claims.Add(new(price, spelled, from));

    /// <summary>Adds a row of the item-specifics table; the first value of a name stays.</summary>
    public void OfferAttribute(string name, string value, string from)
    {
        name = name.Trim().TrimEnd(':', '：').TrimEnd();
        value = value.Trim();
        if (name.Length is 0 or > 120 || value.Length is 0 or > 2000 || _attributes.Count >= MaxAttributes || !_attributes.TryAdd(name, value)) return;
        _provenance.TryAdd(Fields.Attributes, from);
        if (value.Contains('\uFFFD', StringComparison.Ordinal)) Note(Fields.Attributes, _provenance[Fields.Attributes], value);
    }

    public void OfferImages(IEnumerable<string> urls, string from)
    {
        if (_images.Count > 0) return;
        foreach (var url in urls)
        {
            if (_images.Count >= MaxImages) break;
            if (!_images.Contains(url, StringComparer.Ordinal)) _images.Add(url);
        }

        if (_images.Count > 0) _provenance.TryAdd(Fields.Images, from);
    }

    private void Note(string field, string from, string value) =>
        _provenance[field] = value.Contains('\uFFFD', StringComparison.Ordinal) && !from.EndsWith(Replaced, StringComparison.Ordinal) ? from + Replaced : from;

    // Said of a field that holds U+FFFD: the page had U+0000, a lone surrogate or bytes without meaning there.
    private const string Replaced = " (U+FFFD)";
}
