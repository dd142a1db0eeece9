using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>What a draft holds beside its fields: choices, the former price, units sold, numbers shown in part.</summary>
internal sealed class OfferDetailsDraft
{
    private const int MaxVariants = 100;

    private readonly List<ListingVariant> _variants = [];

    public IReadOnlyList<ListingVariant> Variants => _variants;

    public Money? OldPrice { get; private set; }

    public UnitsSold? Sold { get; private set; }

    public string? MaskedPhone { get; private set; }

    public Dictionary<string, string> Provenance { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes the choices of the first layer that names at least two.</summary>
    public void OfferVariants(IReadOnlyList<ListingVariant> variants, string from)
    {
        if (_variants.Count > 0) return;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var variant in variants)
            if (_variants.Count < MaxVariants && variant.Name.Length > 0 && names.Add(variant.Name)) _variants.Add(variant);
        if (_variants.Count < 2) _variants.Clear();
        else Provenance["variants"] = from;
    }

    public void OfferOldPrice(Money? price, string from)
    {
        if (price is null || OldPrice is not null) return;
        OldPrice = price;
        Provenance["oldPrice"] = from;
    }

    public void OfferSold(UnitsSold? sold, string from)
    {
        if (sold is null || Sold is not null) return;
        Sold = sold;
        Provenance["sold"] = from;
    }

    public void OfferMaskedPhone(string? phone, string from)
    {
        if (phone is null || MaskedPhone is not null) return;
        MaskedPhone = phone;
        Provenance["maskedPhone"] = from;
    }
}
