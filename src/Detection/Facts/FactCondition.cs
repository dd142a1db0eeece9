using System.Globalization;
using Ecom389.Monitor.Detection.Domains;
using Ecom389.Monitor.Detection.Products;
using Ecom389.Monitor.Detection.Registry;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Spectrum;

namespace Ecom389.Monitor.Detection.Facts;

/// <summary>Receives a fact's name and value; null values are left out.</summary>
internal delegate void PutFact(string name, object? value);

/// <summary>A condition on facts instead of words: it knows how to test itself and which facts to show.</summary>
public abstract record FactCondition : Condition
{
    /// <summary>As packs name it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it holds; words that show it are added to the evidence.</summary>
    internal abstract bool Holds(ListingFacts facts, ICollection<Evidence> evidence);

    /// <summary>The facts that it looked at.</summary>
    internal abstract void Describe(ListingFacts facts, PutFact put);

    private protected static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The price is so low a share of what is normal for the product, its condition and its day.</summary>
/// <param name="AtMost">Largest share.</param>
/// <param name="AtLeast">Smallest share: far below it the figure is no price (a deposit, a figure in thousands).</param>
/// <param name="Conditions">Conditions of goods that are compared.</param>
/// <param name="Confidences">Reference prices that are believed; empty for all.</param>
public sealed record PriceRatioAtMost(double AtMost, double AtLeast, IReadOnlySet<string> Conditions, IReadOnlySet<string> Confidences) : FactCondition
{
    /// <inheritdoc/>
    public override string Name => "priceRatio";

    internal override bool Holds(ListingFacts facts, ICollection<Evidence> evidence) =>
        facts.Price is { } price && price.Ratio <= AtMost && price.Ratio >= AtLeast && Conditions.Contains(price.Condition)
        && (Confidences.Count == 0 || Confidences.Contains(price.Reference.Confidence));

    internal override void Describe(ListingFacts facts, PutFact put)
    {
        if (facts.Price is not { } price) return;
        put("product", price.Offer.Product!.Name);
        put("storageGb", price.Offer.StorageGb);
        put("price", price.PriceVnd);
        put("reference", price.NormalVnd);
        put("referenceNew", price.Reference.LowVnd);
        put("referenceDate", Day(price.Reference.From));
        put("referenceSource", price.Reference.Source);
        put("condition", price.Condition);
        put("ratio", price.Ratio.ToString("0.00", CultureInfo.InvariantCulture));
    }
}

/// <summary>What is offered is of these kinds, products or categories; an empty set asks nothing.</summary>
public sealed record OfferIs(IReadOnlySet<OfferKind> Kinds, IReadOnlySet<string> Products, IReadOnlySet<string> Categories, IReadOnlySet<string> Brands) : FactCondition
{
    /// <inheritdoc/>
    public override string Name => "offer";

    internal override bool Holds(ListingFacts facts, ICollection<Evidence> evidence)
    {
        var offer = facts.Offer;
        if (Kinds.Count > 0 && !Kinds.Contains(offer.Kind)) return false;
        if (Products.Count > 0 && !(offer.Product is { } product && Products.Contains(product.Id))) return false;
        if (Categories.Count > 0 && !(offer.Product is { } goods && Categories.Contains(goods.Category))) return false;
        return Brands.Count == 0 || (offer.Product is { } made && Brands.Contains(made.Brand));
    }

    internal override void Describe(ListingFacts facts, PutFact put)
    {
        put("product", facts.Offer.Product?.Name);
        put("offer", facts.Offer.Kind.ToString().ToLowerInvariant());
    }
}

/// <summary>The state of conformity is one of these.</summary>
public sealed record ConformityIs(IReadOnlySet<ConformityState> States) : FactCondition
{
    /// <inheritdoc/>
    public override string Name => "conformity";

    internal override bool Holds(ListingFacts facts, ICollection<Evidence> evidence)
    {
        // Without a number, a list or a question about missing claims there is nothing to find: spares most listings the work.
        if (facts.Claimed.Claims.Count == 0 && !facts.HasRegistry && !States.Contains(ConformityState.NotClaimed)) return false;
        if (facts.Conformity is not { State: { } state } fact || !States.Contains(state)) return false;
        if (fact.Words is { } words) evidence.Add(words);
        return true;
    }

    internal override void Describe(ListingFacts facts, PutFact put) => facts.Conformity.Describe(put);
}

/// <summary>A certificate number is claimed that has one of these faults.</summary>
public sealed record CertificateHas(IReadOnlySet<CertificateFault> Faults) : FactCondition
{
    /// <inheritdoc/>
    public override string Name => "certificate";

    internal override bool Holds(ListingFacts facts, ICollection<Evidence> evidence)
    {
        foreach (var claim in facts.Claimed.Claims)
        {
            if (claim.Fault is not { } fault || !Faults.Contains(fault)) continue;
            evidence.Add(claim.Words);
            return true;
        }
        return false;
    }

    internal override void Describe(ListingFacts facts, PutFact put) => facts.Conformity.Describe(put);
}

/// <summary>The listing's host, or one named in its text, looks like an official one in one of these ways.</summary>
/// <param name="InText">Whether hosts in the text are meant, which can be quoted, or the site, which is metadata.</param>
public sealed record LooksLikeDomain(IReadOnlySet<DomainTrick> Tricks, IReadOnlySet<string> Kinds, bool InText) : FactCondition
{
    /// <inheritdoc/>
    public override string Name => "domain";

    internal override bool Holds(ListingFacts facts, ICollection<Evidence> evidence)
    {
        if (First(facts) is not { } found) return false;
        if (found.Words is { } words) evidence.Add(words);
        return true;
    }

    internal override void Describe(ListingFacts facts, PutFact put)
    {
        if (First(facts) is not { } found) return;
        put("host", found.Host);
        put("trick", found.Trick.ToString().ToLowerInvariant());
        put("organisation", found.Organisation.Name);
        put("official", found.Organisation.Official[0]);
    }

    private DomainFinding? First(ListingFacts facts)
    {
        foreach (var found in facts.Domains)
        {
            if (Tricks.Contains(found.Trick) && found.Words is not null == InText && (Kinds.Count == 0 || Kinds.Contains(found.Organisation.Kind))) return found;
        }
        return null;
    }
}

/// <summary>A device is offered with a frequency or a power that it may not have.</summary>
public sealed record SpectrumBreach(IReadOnlySet<string> Devices, IReadOnlySet<SpectrumBreachKind> Breaches) : FactCondition
{
    /// <inheritdoc/>
    public override string Name => "spectrum";

    internal override bool Holds(ListingFacts facts, ICollection<Evidence> evidence)
    {
        if (First(facts) is not { } found) return false;
        evidence.Add(found.Words);
        return true;
    }

    internal override void Describe(ListingFacts facts, PutFact put)
    {
        if (First(facts) is not { } found) return;
        put("device", found.Device);
        put("band", found.Band);
        put("value", found.Value);
        put("limit", found.Limit);
    }

    private SpectrumFinding? First(ListingFacts facts)
    {
        foreach (var found in facts.Spectrum)
        {
            if ((Devices.Count == 0 || Devices.Contains(found.Device)) && Breaches.Contains(found.Kind)) return found;
        }
        return null;
    }
}

/// <summary>A remark on a seller's numbers.</summary>
public enum SellerRemark
{
    /// <summary>The account was opened a short while before.</summary>
    NewAccount,

    /// <summary>Many pieces sold in the time since it was opened.</summary>
    FastSales,

    /// <summary>No price stands in figures: "ib", "liên hệ".</summary>
    HiddenPrice,
}

/// <summary>Remarks on the seller that hold. Metadata: rules use it beside words and never alone.</summary>
public sealed record SellerRemarks(IReadOnlySet<SellerRemark> Remarks) : FactCondition
{
    /// <inheritdoc/>
    public override string Name => "sellerFact";

    internal override bool Holds(ListingFacts facts, ICollection<Evidence> evidence) => Remarks.Any(remark => Is(remark, facts));

    internal override void Describe(ListingFacts facts, PutFact put)
    {
        var seller = facts.Record.Seller;
        put("joined", seller.Joined);
        put("sold", seller.Sold);
        foreach (var remark in Remarks.Where(remark => Is(remark, facts))) put(remark.ToString(), "true");
    }

    private static bool Is(SellerRemark remark, ListingFacts facts)
    {
        var limits = facts.SellerThresholds;
        var age = DateOnly.TryParseExact(facts.Record.Seller.Joined, "yyyy-MM-dd", out var joined) ? facts.Date.DayNumber - joined.DayNumber : (int?)null;
        return remark switch
        {
            SellerRemark.NewAccount => age is >= 0 && age < limits.NewAccountDays,
            SellerRemark.FastSales => age is >= 0 && facts.Record.Seller.Sold is { } sold && sold >= limits.FastSalesMinimum && sold >= limits.FastSalesPerDay * Math.Max(1, age.Value),
            _ => facts.Record.PriceVnd is null && facts.Record.PriceText.Length > 0,
        };
    }
}

/// <summary>One thing is claimed in one place and its contrary in another; both are quoted.</summary>
/// <param name="Claim">What the offer says.</param>
/// <param name="Against">What speaks against it.</param>
public sealed record Contradicts(Condition Claim, Condition Against) : Condition;
