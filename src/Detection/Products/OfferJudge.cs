using System.Globalization;

namespace Ecom389.Monitor.Detection.Products;

/// <summary>Decides what a title offers from the products and offer words in it.</summary>
internal static class OfferJudge
{
    /// <summary>Words that may stand between "cho" and the name it points to: "cho điện thoại Apple iPhone 12".</summary>
    private const int ReachOfFor = 2;
    private const int ReachOfLike = 2;
    private const int ReachOfTrade = 4;
    private const int ReachOfGift = 3;

    /// <summary>The kind of offer and the product that it is, or is for.</summary>
    public static (OfferKind Kind, ProductHit Hit) Judge(TitleReading reading, IReadOnlySet<string> preferred)
    {
        var products = reading.Products;
        var own = new List<ProductHit>(products.Count);
        bool target = false, likened = false;
        ProductHit targetHit = products[0], likeHit = products[0];
        foreach (var hit in products)
        {
            if (target || Reaches(reading, OfferRoles.For, hit.From, ReachOfFor))
            {
                if (!target) targetHit = hit;
                target = true;
            }
            else if (Reaches(reading, OfferRoles.Like, hit.From, ReachOfLike) && !(own.Count > 0 && Reaches(reading, OfferRoles.Trade, hit.From, ReachOfTrade)))
            {
                if (!likened) likeHit = hit;
                likened = true;
            }
            else if (own.Count == 0 || !(Reaches(reading, OfferRoles.Trade, hit.From, ReachOfTrade) || (Reaches(reading, OfferRoles.Gift, hit.From, ReachOfGift) && !reading.Has(OfferRoles.Combo))))
            {
                own.Add(hit);
            }
        }
        var first = own.Count > 0 ? own[0] : target ? targetHit : likeHit;
        if (IsWanted(reading)) return (OfferKind.Wanted, first);
        if (Before(reading, OfferRoles.OtherText, first.From)) return (OfferKind.Other, first);
        if (reading.Has(OfferRoles.Dummy)) return (OfferKind.Dummy, first);
        if (Before(reading, OfferRoles.Service, first.From) || (reading.Has(OfferRoles.ServiceTail) && reading.Has(OfferRoles.Service))) return (OfferKind.Service, first);
        if (own.Count == 0) return (target ? OfferKind.Accessory : OfferKind.Lookalike, first);
        if (own.Count > 1 && own.Exists(hit => preferred.Contains(hit.Product.Category)))
        {
            own.RemoveAll(hit => !preferred.Contains(hit.Product.Category));
            first = own[0];
        }
        // A licence beside another licence has no price of its own.
        if (first.Product.Category is "software" && products.Exists(hit => hit.Product != first.Product && hit.Product.Category is "software")) return (OfferKind.Several, first);
        if (reading.Has(OfferRoles.PartAnywhere)) return (OfferKind.Part, first);
        if (NounBefore(reading, first) is { } noun) return ((noun.Roles & OfferRoles.Part) != OfferRoles.None && (noun.Roles & OfferRoles.Accessory) == OfferRoles.None ? OfferKind.Part : OfferKind.Accessory, first);
        if (AccessoryAfter(reading, first)) return (OfferKind.Accessory, first);
        if (own.Exists(hit => hit.Product != first.Product) || ListsModels(reading, first)) return (OfferKind.Several, first);
        return (OfferKind.Product, first);
    }

    /// <summary>"Tìm" alone asks for goods only where it opens the text; two words do so anywhere.</summary>
    private static bool IsWanted(TitleReading reading)
    {
        foreach (var role in reading.Roles)
        {
            if ((role.Roles & OfferRoles.Wanted) != OfferRoles.None && (role.To - role.From > 1 || role.From == 0)) return true;
        }
        return false;
    }

    /// <summary>Whether a phrase of the role ends at most so many tokens before a place, in the same clause.</summary>
    private static bool Reaches(TitleReading reading, OfferRoles role, int at, int reach)
    {
        foreach (var hit in reading.Roles)
        {
            if ((hit.Roles & role) == OfferRoles.None || hit.To > at || at - hit.To > reach) continue;
            var broken = false;
            for (var i = hit.To; i < at; i++) broken |= i > hit.To && reading.Tokens[i].Break;
            if (!broken) return true;
        }
        return false;
    }

    private static bool Before(TitleReading reading, OfferRoles role, int at)
    {
        foreach (var hit in reading.Roles)
        {
            if ((hit.Roles & role) != OfferRoles.None && hit.To <= at) return true;
        }
        return false;
    }

    private static RoleHit? NounBefore(TitleReading reading, ProductHit product)
    {
        var gift = false;
        foreach (var hit in reading.Roles)
        {
            if (hit.From >= product.From) break;
            if ((hit.Roles & OfferRoles.StrongGift) != OfferRoles.None) gift = true;
            if ((hit.Roles & (OfferRoles.Accessory | OfferRoles.Part)) == OfferRoles.None || gift) continue;
            if (hit.Phrase.NamesCategories.Contains(product.Product.Category) || Reaches(reading, OfferRoles.Gift, hit.From, 0)) continue;
            return hit;
        }
        return null;
    }

    private static bool AccessoryAfter(TitleReading reading, ProductHit product)
    {
        var gift = false;
        foreach (var hit in reading.Roles)
        {
            if (hit.From < product.To) continue;
            if ((hit.Roles & OfferRoles.StrongGift) != OfferRoles.None) gift = true;
            if ((hit.Roles & OfferRoles.AccessoryAfter) == OfferRoles.None || gift) continue;
            if (!hit.Phrase.NamesCategories.Contains(product.Product.Category) && !Reaches(reading, OfferRoles.Gift, hit.From, 2)) return true;
        }
        return false;
    }

    /// <summary>"S20 S21 S22": the same letter with another number right behind.</summary>
    private static bool SameSeries(TitleReading reading, ProductHit product)
    {
        if (product.To + 1 >= reading.Tokens.Count || product.To - product.From < 2) return false;
        var text = reading.Text.AsSpan();
        var (letter, number) = (reading.Tokens[product.To], reading.Tokens[product.To + 1]);
        var (own, digits) = (reading.Tokens[product.To - 2], reading.Tokens[product.To - 1]);
        return letter.End - letter.Start == 1 && char.IsAsciiDigit(text[number.Start]) && digits.End - digits.Start == number.End - number.Start && number.End - number.Start >= 2
            && number.Start == letter.End && text[letter.Start..letter.End].SequenceEqual(text[own.Start..own.End]);
    }

    /// <summary>"iPhone 11/12/13": further numbers of one digit or two, strung to the name, are further models.</summary>
    private static bool ListsModels(TitleReading reading, ProductHit product)
    {
        const int Oldest = 6;
        const int Newest = 17;
        if (SameSeries(reading, product)) return true;
        if (product.Product.Category is not "phone" || product.To >= reading.Tokens.Count) return false;
        var next = reading.Tokens[product.To];
        if (next.Start == 0 || reading.Text[next.Start - 1] is not ('/' or ',' or '-')) return false;
        return int.TryParse(reading.Text.AsSpan(next.Start, next.End - next.Start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= Oldest and <= Newest;
    }
}
