namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>Where things lie in a package. Part of what a stranger reads: added to, never renamed.</summary>
public static class PackageLayout
{
    /// <summary>Lists every file but the custody's; its hash stands in the chain as part of the export.</summary>
    public const string Contents = "contents.json";

    /// <summary>Lists <see cref="Contents"/> and the custody's files, signed.</summary>
    public const string Seal = "seal.json";

    public const string Verifier = "kiem-chung.html";

    public const string RecordHtml = "ho-so.html";

    public const string RecordPdf = "ho-so.pdf";

    public const string Manifests = "manifests/";

    /// <summary>All captures, as public replay tools open them.</summary>
    public const string Captures = "ban-thu.wacz";

    /// <summary>Full-page pictures, copied out of the captures for the eye.</summary>
    public const string Screenshots = "anh/";

    public const string Masked = "masked/";

    public const string Custody = "custody/";

    public const string Chains = "custody/chains/";

    public const string Seals = "custody/seals/";

    public const string Anchors = "custody/anchors/";

    public const string Keys = "custody/keys/";

    public const string Proofs = "custody/proofs.json";

    /// <summary>Version of what contents and seal hold.</summary>
    public const string Format = "ecom389-package/1";
}
