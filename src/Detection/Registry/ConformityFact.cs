using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Registry;

/// <summary>How a listing stands to the list of certified devices.</summary>
public enum ConformityState
{
    /// <summary>The number claimed, or the model offered, is on the list, and the goods agree as far as they can be compared.</summary>
    Certified,

    /// <summary>The number claimed is on the list, for other goods.</summary>
    Borrowed,

    /// <summary>Something is called a certificate number and is built as none known here: unknown, never "fake".</summary>
    UnknownFormat,

    /// <summary>The number is well formed and not in the local copy of the list, which is no proof that it does not exist.</summary>
    NotFound,

    /// <summary>The goods need a certificate on that day and nothing is claimed. Goods that need none are never in this state.</summary>
    NotClaimed,
}

/// <summary>What is wrong with a number that is claimed.</summary>
public enum CertificateFault
{
    /// <summary>Built as no number known here.</summary>
    Malformed,

    /// <summary>On the list for other goods.</summary>
    Borrowed,

    /// <summary>Issued, by its own digits, after the listing was written.</summary>
    Future,

    /// <summary>On the list as run out before the listing's day.</summary>
    Expired,

    /// <summary>On the list as withdrawn.</summary>
    Revoked,

    /// <summary>The field for the number holds "không", "đang cập nhật", "---": the seller says that there is none.</summary>
    Placeholder,

    /// <summary>Only marks of other countries (CE, FCC) on goods that need the Vietnamese one.</summary>
    ForeignOnly,
}

/// <summary>A number claimed in a listing, or what stands in its place.</summary>
/// <param name="Number">As claimed, in capitals without spaces.</param>
/// <param name="Kind">Which paper.</param>
/// <param name="Issued">Date of issue as the number states it, or null.</param>
/// <param name="Words">Where it stands.</param>
/// <param name="Device">What the list has under it, or null.</param>
public sealed record CertificateClaim(string Number, CertificateKind Kind, DateOnly? Issued, Evidence Words, CertifiedDevice? Device, CertificateFault? Fault);

/// <summary>Conformity of one listing.</summary>
/// <param name="State">One of five, or null where nothing can be said: goods unknown or in need of nothing, or a number and no list to look it up in.</param>
/// <param name="Required">Whether the goods need a certificate or declaration on the day; null where the goods are not known.</param>
/// <param name="Claims">Numbers claimed.</param>
/// <param name="List">The list that was looked at, or null.</param>
public sealed record ConformityFact(ConformityState? State, bool? Required, GoodsGroup? Goods, IReadOnlyList<CertificateClaim> Claims, CertifiedDevice? Device, CertifiedDeviceList? List)
{
    /// <summary>Words that carry the state, or null.</summary>
    public Evidence? Words => State is ConformityState.NotClaimed || Claims.Count == 0 ? null : Claims[0].Words;

    internal void Describe(PutFact put)
    {
        put("conformity", State is { } state ? Name(state) : "unknown");
        put("required", Required is { } required ? (required ? "true" : "false") : null);
        put("goods", Goods?.Name);
        put("standards", Goods?.Standards);
        foreach (var claim in Claims.Take(1))
        {
            put("number", claim.Number);
            put("fault", claim.Fault is { } fault ? Name(fault) : null);
            put("issued", claim.Issued is { } issued ? Day(issued) : null);
        }
        put("listedModel", Device?.Model);
        put("listedProduct", Device?.Name);
        put("listedManufacturer", Device?.Manufacturer);
        put("listedExpiry", Device?.Expires is { } expires ? Day(expires) : null);
        put("listDate", List is { } list ? Day(list.ListDate) : null);
    }

    /// <summary>As packs write it: <c>unknown-format</c>.</summary>
    public static string Name<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
