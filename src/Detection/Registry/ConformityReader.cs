using System.Buffers;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Products;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Registry;

/// <summary>Works out how a listing stands to the list of certified devices.</summary>
internal static class ConformityReader
{
    /// <summary>How far before a number the words stand that make it one of conformity.</summary>
    private const int Reach = 40;
    private static readonly SearchValues<string> PaperWords = SearchValues.Create(["gcn", "cnhq", "chung nhan", "cbhq", "sdoc"], StringComparison.Ordinal);

    /// <param name="offer">What is offered; asked for only where it matters.</param>
    public static ConformityFact Read(ListingView view, Func<ProductOffer> offer, DateOnly date, GoodsTable table, CertifiedDevices? registry)
    {
        if (!view.Fields.Any(field => MayHoldNumber(field) || table.Forms.IsForm(field.Name))) return new(null, null, null, [], null, registry?.List);
        var goods = table.Find(view, offer(), date);
        var required = IsRequired(goods);
        var claims = Claims(view, date, required == true, table, registry, goods);
        if (claims.Count == 0) return new(null, required, goods, [], null, registry?.List);
        // What speaks against the claim goes first; a number that holds is kept before one that is merely not found.
        var claim = claims[0];
        ConformityState? state = claim switch
        {
            { Fault: CertificateFault.Borrowed } => ConformityState.Borrowed,
            { Device: not null } => ConformityState.Certified,
            { Fault: CertificateFault.Malformed } => ConformityState.UnknownFormat,
            { Fault: not null } or { Kind: CertificateKind.SupplierDeclaration } => null,
            _ => registry is null ? null : ConformityState.NotFound,
        };
        return new(state, required, goods, claims, claim.Device, registry?.List);
    }

    /// <summary>The state where no number is claimed: the model may be on the list, or the goods need what nobody claims.</summary>
    public static ConformityFact ReadUnclaimed(ListingView view, ProductOffer offer, DateOnly date, GoodsTable table, CertifiedDevices? registry)
    {
        var goods = table.Find(view, offer, date);
        var required = IsRequired(goods);
        if (required != true) return new(null, required, goods, [], null, registry?.List);
        if (registry is not null && ListedModel(view, date, registry) is { } device) return new(ConformityState.Certified, required, goods, [], device, registry.List);
        return new(ClaimsInWords(view, table) ? null : ConformityState.NotClaimed, required, goods, [], null, registry?.List);
    }

    private static bool? IsRequired(GoodsGroup? goods) => goods is null ? null : goods.Obligation is Obligation.Certificate or Obligation.Declaration;

    private static List<CertificateClaim> Claims(ListingView view, DateOnly date, bool required, GoodsTable table, CertifiedDevices? registry, GoodsGroup? goods)
    {
        var claims = new List<CertificateClaim>();
        for (var field = 0; field < view.Fields.Count; field++)
        {
            var text = view.Fields[field].Text;
            if (!MayHoldNumber(view.Fields[field])) continue;
            foreach (var mention in CertificateReader.Find(text.Original))
            {
                // Food, school and company certificates are numbered too: an unknown number counts beside "hợp quy" or on goods that need one.
                if (mention.Kind == CertificateKind.Unknown && !(required && SaysConformity(text.Original, mention.Start))) continue;
                var device = registry?.FindNumber(mention.Number);
                claims.Add(new(mention.Number, mention.Kind, mention.Issued, WordSpan.Locate(text, field, mention.Start, mention.End), device, Fault(mention, device, view, date, table, goods)));
            }
        }
        FormFields.Read(view, date, IsRequired(goods), table.Forms, claims);
        claims.Sort(static (a, b) => Order(a).CompareTo(Order(b)));
        return claims;
    }

    private static int Order(CertificateClaim claim) => claim switch
    {
        { Fault: CertificateFault.Borrowed } => 0,
        { Device: not null } => 1,
        { Fault: not null } => 2,
        _ => 3,
    };

    private static CertificateFault? Fault(CertificateMention mention, CertifiedDevice? device, ListingView view, DateOnly date, GoodsTable table, GoodsGroup? goods)
    {
        if (!mention.WellFormed) return CertificateFault.Malformed;
        if (device is null) return mention.Issued > date ? CertificateFault.Future : null;
        if (IsOfOtherGoods(device, view, date, table, goods)) return CertificateFault.Borrowed;
        if (device.IsRevoked) return CertificateFault.Revoked;
        return device.Expires < date ? CertificateFault.Expired : null;
    }

    /// <summary>
    /// Other goods only where both sides say what they are and disagree: neither model nor manufacturer of the list stands in the
    /// listing, and the kinds of goods differ.
    /// </summary>
    private static bool IsOfOtherGoods(CertifiedDevice device, ListingView view, DateOnly date, GoodsTable table, GoodsGroup? goods)
    {
        foreach (var field in view.Fields)
        {
            var key = CertifiedDevices.Key(field.Text.Value);
            foreach (var model in device.Models)
            {
                if (CertifiedDevices.Key(model) is { Length: >= 3 } wanted && key.Contains(wanted, StringComparison.Ordinal)) return false;
            }
        }
        if (goods is null || device.Name is not { Length: > 0 } name) return false;
        return table.FindWords(Normaliser.Normalise(name).Value, date) is { } listed && !string.Equals(listed.Id, goods.Id, StringComparison.Ordinal);
    }

    private static CertifiedDevice? ListedModel(ListingView view, DateOnly date, CertifiedDevices registry)
    {
        foreach (var field in view.Fields)
        {
            if (field.Name is not "title" && !field.Name.StartsWith("attributes/", StringComparison.Ordinal)) continue;
            foreach (var device in registry.FindModels(field.Text.Value))
            {
                if (!device.IsRevoked && !(device.Expires < date) && NamesMaker(view, device)) return device;
            }
        }
        return null;
    }

    /// <summary>A model name alone is shared by many makers: the maker's first word must stand in the listing too.</summary>
    private static bool NamesMaker(ListingView view, CertifiedDevice device)
    {
        if (device.Manufacturer is not { Length: > 0 } maker) return false;
        var word = CertifiedDevices.Key(maker.AsSpan().Trim().ToString().Split(' ')[0]);
        return word.Length >= 2 && view.Fields.Any(field => field.Name is "title" or "brand" && CertifiedDevices.Key(field.Text.Value).Contains(word, StringComparison.Ordinal));
    }

    private static bool ClaimsInWords(ListingView view, GoodsTable table)
    {
        foreach (var field in view.Fields)
        {
            if (field.Text.Folded.AsSpan().ContainsAny(table.ClaimWords)) return true;
        }
        return false;
    }

    private static bool SaysConformity(string original, int start)
    {
        var before = Normaliser.Normalise(original[Math.Max(0, start - Reach)..start]).Folded;
        return before.Contains("hop quy", StringComparison.Ordinal) || before.Contains("cnhq", StringComparison.Ordinal);
    }

    /// <summary>Words of papers, or a letter of a certifying centre before four digits.</summary>
    private static bool MayHoldNumber(FieldView field)
    {
        if (field.Name is "seller/name" or "priceText" or "brand") return false;
        var text = field.Text;
        if (text.Folded.AsSpan().ContainsAny(PaperWords)) return true;
        var value = text.Value.AsSpan();
        for (var i = 0; i < value.Length;)
        {
            var next = value[i..].IndexOfAnyInRange('0', '9');
            if (next < 0) return false;
            var start = i + next;
            var end = start + 1;
            while (end < value.Length && char.IsAsciiDigit(value[end])) end++;
            if (end - start >= 4 && start > 0)
            {
                var letter = value[start - 1] == ' ' ? start - 2 : start - 1;
                if (letter >= 0 && value[letter] is 'a' or 'b' or 'c' && (letter == 0 || !char.IsLetterOrDigit(value[letter - 1]))) return true;
            }
            i = end;
        }
        return false;
    }
}
