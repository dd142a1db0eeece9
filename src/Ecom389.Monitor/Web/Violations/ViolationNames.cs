using Ecom389.Monitor.Web.Texts;

namespace Ecom389.Monitor.Web.Violations;

/// <summary>Names of codes in the language of the request: the rules' own, else the site's, else the code itself.</summary>
public sealed class ViolationNames(IViolationCatalogue catalogue, SiteText text)
{
    // Used while the rules describe nothing, so that a fresh install can still decide.
    private static readonly string[] Known =
    [
        "counterfeit", "smuggled", "uncertified", "prohibited-device", "sim-abuse",
        "used-import", "piracy", "impersonation", "label-printing", "unlicensed-infosec",
    ];

    /// <summary>Codes a person may choose from.</summary>
    public IReadOnlyList<string> Codes => catalogue.All.Count > 0 ? [.. catalogue.All.Select(info => info.Code)] : Known;

    public ViolationInfo? Info(string code) => catalogue.Find(code);

    public string Title(string code) => catalogue.Find(code) is { } info
        ? text.Language == Language.English ? info.TitleEn : info.TitleVi
        : text.Find("code." + code) ?? code;
}
