using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Domains;
using Ecom389.Monitor.Detection.Products;
using Ecom389.Monitor.Detection.Registry;
using Ecom389.Monitor.Detection.Spectrum;

namespace Ecom389.Monitor.Detection.Facts;

/// <summary>
/// What is known of one listing apart from the words of the rules. Each fact is worked out when a rule first asks for it and then kept:
/// most listings are asked for few. Not for concurrent use.
/// </summary>
public sealed class ListingFacts
{
    private readonly FactSources _sources;
    private PriceComparison? _price;
    private bool _priced;
    private IReadOnlyList<DomainFinding>? _domains;
    private IReadOnlyList<SpectrumFinding>? _spectrum;

    public ListingFacts(FactSources sources, ListingView view, DateOnly asOf)
    {
        _sources = sources;
        View = view;
        Date = ListingDate.Of(view.Record, asOf);
        AsOf = asOf;
    }

    public ListingView View { get; }

    public ListingRecord Record => View.Record;

    /// <summary>The day the listing speaks of: published, else judged.</summary>
    public DateOnly Date { get; }

    /// <summary>The day it is judged as of.</summary>
    public DateOnly AsOf { get; }

    public SellerThresholds SellerThresholds => _sources.Sellers;

    /// <summary>What is offered.</summary>
    public ProductOffer Offer => field ??= _sources.Products.Match(View);

    /// <summary>The price beside the reference, or null where there is nothing to compare.</summary>
    public PriceComparison? Price
    {
        get
        {
            if (_priced) return _price;
            _priced = true;
            return _price = Record.PriceVnd is > 0 ? _sources.Prices.Compare(Offer, Record.PriceVnd, Date) : null;
        }
    }

    /// <summary>Certificate numbers claimed and what the list says of them.</summary>
    public ConformityFact Claimed => field ??= ConformityReader.Read(View, () => Offer, Date, _sources.Goods, _sources.Registry);

    /// <summary>Conformity, by the numbers claimed, else by the model and the goods.</summary>
    public ConformityFact Conformity => field ??= Claimed.Claims.Count > 0 ? Claimed : ConformityReader.ReadUnclaimed(View, Offer, Date, _sources.Goods, _sources.Registry);

    /// <summary>Whether a list of certified devices is there to look at.</summary>
    public bool HasRegistry => _sources.Registry is not null;

    /// <summary>Hosts that look like an official one.</summary>
    public IReadOnlyList<DomainFinding> Domains => _domains ??= _sources.Domains.Find(View);

    /// <summary>Frequencies and powers outside what the device may use.</summary>
    public IReadOnlyList<SpectrumFinding> Spectrum => _spectrum ??= _sources.Spectrum.Find(View);
}
