namespace Ecom389.Monitor.Web.Violations;

/// <summary>One document a violation rests on.</summary>
/// <param name="Text">Document and article: "NĐ 98/2020/NĐ-CP, khoản 7 Điều 3".</param>
/// <param name="Summary">What it says, in a sentence, or null.</param>
/// <param name="Source">Where that was read: an http(s) URL or the document's name; null when unknown.</param>
/// <param name="Date">When it was read and the document's own date, as the rules state them; null when unknown.</param>
/// <param name="Verified">False where the article still has to be checked against the document: the site says so.</param>
public sealed record LegalBasis(string Text, string? Summary, string? Source, bool Verified = true, string? Date = null);

/// <summary>What the site says of a violation code.</summary>
/// <param name="Code"><c>counterfeit</c> …</param>
/// <param name="TitleVi">Short Vietnamese name.</param>
/// <param name="TitleEn">Short English name.</param>
/// <param name="LegalClass">Hàng cấm, nhập lậu, giả, xâm phạm SHTT, không hợp quy; null when unknown.</param>
/// <param name="Legal">Documents it rests on.</param>
/// <param name="Authority">Who is competent, or null.</param>
public sealed record ViolationInfo(
    string Code,
    string TitleVi,
    string TitleEn,
    string? LegalClass,
    IReadOnlyList<LegalBasis> Legal,
    string? Authority);

/// <summary>Names and legal basis of violation codes, from rules/violations.yaml.</summary>
public interface IViolationCatalogue
{
    /// <summary>In the order a person chooses from.</summary>
    IReadOnlyList<ViolationInfo> All { get; }

    /// <summary>Null for a code the rules do not describe (any more).</summary>
    ViolationInfo? Find(string code);
}

/// <summary>A catalogue held in memory.</summary>
public sealed class ViolationCatalogue : IViolationCatalogue
{
    private readonly Dictionary<string, ViolationInfo> _byCode;

    public ViolationCatalogue(IReadOnlyList<ViolationInfo> all)
    {
        All = all;
        _byCode = all.ToDictionary(info => info.Code, StringComparer.Ordinal);
    }

    /// <summary>Describes nothing: the site falls back on its own names of the ten codes.</summary>
    public static ViolationCatalogue Empty { get; } = new([]);

    public IReadOnlyList<ViolationInfo> All { get; }

    public ViolationInfo? Find(string code) => _byCode.GetValueOrDefault(code);
}
