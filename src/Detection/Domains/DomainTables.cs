using Ecom389.Monitor.Detection.Rules.Loading;

namespace Ecom389.Monitor.Detection.Domains;

/// <summary>Reads <c>domains.yaml</c>, and a full public suffix list beside it where there is one.</summary>
internal static class DomainTables
{
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { "brand", "marketplace", "retailer", "telco", "agency" };

    /// <param name="root">The YAML file.</param>
    /// <param name="suffixList">Text of a <c>public_suffix_list.dat</c>, or null.</param>
    public static LookalikeDomains Read(YamlFields root, string? suffixList)
    {
        var organisations = new List<Organisation>();
        foreach (var map in root.Maps("organisations"))
        {
            var kind = map.Required("kind");
            if (!Kinds.Contains(kind)) map.Error("kind", $"Phải là một trong: {string.Join(", ", Kinds)}.");
            var official = map.Texts("official");
            if (official.Count == 0) map.Error("official", "Cần ít nhất một tên miền chính thức.");
            organisations.Add(new(map.Required("id"), map.Required("name"), kind, official, map.Texts("labels"), map.Texts("not")));
            map.SourceNote("source");
            map.Finish();
        }
        var suffixes = new PublicSuffixes(suffixList is null ? root.Texts("suffixes") : suffixList.Split('\n'));
        root.Texts("suffixes");
        var domains = new LookalikeDomains(organisations, suffixes, root.Texts("bait"), root.Texts("fillers"), root.Texts("cheapSuffixes"));
        root.Text("title");
        root.Date("updated");
        root.Text("suffixSource");
        root.Finish();
        return domains;
    }
}
