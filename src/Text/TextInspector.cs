namespace Ecom389.Monitor.Text;

/// <summary>Everything the readers find in one text: the shape of <c>ecom389 inspect</c>, to which the app adds its signals.</summary>
public sealed record TextInspection
{
    /// <summary>The text in the form that is matched.</summary>
    public required string Normalised { get; init; }

    public required IReadOnlyList<PriceMention> Prices { get; init; }

    public required IReadOnlyList<PhoneMention> Phones { get; init; }

    public required IReadOnlyList<BrandMention> Brands { get; init; }

    public required IReadOnlyList<CertificateMention> Certificates { get; init; }

    public required IReadOnlyList<FrequencyMention> Frequencies { get; init; }

    public required IReadOnlyList<PowerMention> Powers { get; init; }

    public required IReadOnlyList<StandardMention> Standards { get; init; }

    public required IReadOnlyList<ImeiMention> Imeis { get; init; }

    public required IReadOnlyList<TaxCodeMention> TaxCodes { get; init; }

    public required IReadOnlyList<BankAccountMention> BankAccounts { get; init; }

    public required IReadOnlyList<HandleMention> Handles { get; init; }
}

/// <summary>Runs every reader over a text.</summary>
public static class TextInspector
{
    /// <summary>A text no longer than this may be a price field and nothing else.</summary>
    private const int LongestField = 96;

    /// <summary>Inspects a text. Linear; never throws.</summary>
    public static TextInspection Inspect(string text)
    {
        var normalised = Normaliser.Normalise(text);
        var settled = Normaliser.Characters(text);
        var digits = settled.Value.AsSpan().ContainsAnyInRange('0', '9');
        var phones = PhoneReader.Find(text);
        IReadOnlyList<BankAccountMention> accounts = digits ? NumberReaders.FindBankAccounts(settled) : [];
        IReadOnlyList<TaxCodeMention> taxCodes = digits ? NumberReaders.FindTaxCodes(settled) : [];
        IReadOnlyList<ImeiMention> imeis = digits ? NumberReaders.FindImeis(settled) : [];
        return new()
        {
            Normalised = normalised.Value,
            Prices = Prices(text, normalised, phones),
            Phones = [.. phones.Where(p => !accounts.Any(a => a.Start < p.End && p.Start < a.End) && !taxCodes.Any(t => t.Start < p.End && p.Start < t.End))],
            Brands = BrandReader.Find(normalised),
            Certificates = digits ? CertificateReader.Find(settled) : [],
            Frequencies = digits ? RadioReader.FindFrequencies(normalised) : [],
            Powers = digits ? RadioReader.FindPowers(normalised) : [],
            Standards = digits ? StandardReader.Find(settled) : [],
            Imeis = imeis,
            TaxCodes = taxCodes,
            BankAccounts = accounts,
            Handles = HandleReader.Find(settled),
        };
    }

    private static IReadOnlyList<PriceMention> Prices(string text, NormalisedText normalised, IReadOnlyList<PhoneMention> phones)
    {
        var found = PriceReader.Find(normalised);
        if (found.Count > 0) return phones.Count == 0 ? found : [.. found.Where(p => !phones.Any(f => f.Start < p.End && p.Start < f.End))];
        if (phones.Count > 0 || !LooksLikePriceField(text)) return found;
        return PriceReader.Read(text) is { } price ? [price] : found;
    }

    /// <summary>
    /// Whether a short text without any running words about goods may be a shop's bare price: "39.95", "1.899,-", "Our Price
    /// 344.99 - 444.99", "34.12 (40.94 inc VAT)", "PTE 120 000".
    /// </summary>
    private static bool LooksLikePriceField(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length is 0 or > LongestField || trimmed.ContainsAny('\n', '\r')) return false;
        int digits = 0, letters = 0, lettersBefore = 0;
        foreach (var c in trimmed)
        {
            if (char.IsDigit(c)) digits++;
            else if (char.IsLetter(c))
            {
                letters++;
                if (digits == 0) lettersBefore++;
            }
        }
        if (digits == 0 || digits > 15) return false;
        // A model or a sentence has words around its figures; a price has at most "From", "naše cena", a code.
        return lettersBefore <= 12 && letters <= Math.Max(12, digits * 8) && (letters <= 3 && lettersBefore == 0 || HasFieldShape(trimmed));
    }

    /// <summary>Decimals of two places or a foreign currency. A đồng price would have been found in any text.</summary>
    private static bool HasFieldShape(ReadOnlySpan<char> text)
    {
        for (var i = 1; i + 2 < text.Length; i++)
        {
            if (text[i] is '.' or ',' && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]) && char.IsAsciiDigit(text[i + 2])
                && (i + 3 == text.Length || !char.IsLetterOrDigit(text[i + 3])))
            {
                return true;
            }
        }
        return PriceReader.Read(text.ToString()) is { Currency: not ("" or "VND") };
    }
}
