using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Context;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection;

/// <summary>One field of a listing with its normalised form.</summary>
/// <param name="Name">As signals name it: <c>title</c>, <c>description</c>, <c>attributes/Xuất xứ</c>, <c>seller/name</c>.</param>
/// <param name="Text">Normalised, with the way back to the seller's words.</param>
public sealed record FieldView(string Name, NormalisedText Text);

/// <summary>A listing prepared once for every signal source: each text field normalised a single time.</summary>
public sealed class ListingView
{
    public ListingView(ListingRecord record)
    {
        Record = record;
        var fields = new List<FieldView>(6 + record.Attributes.Count);
        Add("title", record.Title);
        Add("description", record.Description);
        Add("priceText", record.PriceText);
        Add("brand", record.Brand);
        Add("seller/name", record.Seller.Name);
        foreach (var (key, value) in record.Attributes)
            Add("attributes/" + key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), value);
        Fields = fields;

        void Add(string name, string? text)
        {
            if (!string.IsNullOrEmpty(text)) fields.Add(new(name, Normaliser.Normalise(text)));
        }
    }

    public ListingRecord Record { get; }

    /// <summary>Fields with text, title first.</summary>
    public IReadOnlyList<FieldView> Fields { get; }

    /// <summary>Goods that the listing names: told by the rule engine when it reads the listing, null before and where the rules have no words for goods.</summary>
    public GoodsNamed? Goods { get; internal set; }
}

/// <summary>Finds signals in a listing: rules, prices, registry, seller facts. Stateless and safe for concurrent use.</summary>
public interface ISignalSource
{
    /// <summary>Content hash of what the source knows; part of the finding's versions.</summary>
    string Version { get; }

    /// <summary>Adds what it finds. Never throws on any listing.</summary>
    void Find(ListingView listing, DateOnly asOf, ICollection<Signal> signals);
}
