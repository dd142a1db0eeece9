using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Tests.Rules;

/// <summary>The project's own rules, loaded once a test run, and small rule sets made in tests.</summary>
internal static class RulesFolder
{
    private const string Violations = """
        violations:
          - {code: counterfeit, titleVi: Hàng giả, titleEn: Counterfeit, legalClass: hàng giả, legal: {text: a, source: b, date: c}, authorities: [], harm: 0.5}
        """;

    private static readonly Lazy<RuleSet> Loaded = new(() => RulePackLoader.Load(Path));

    public static RuleSet Rules => Loaded.Value;

    public static string Path => System.IO.Path.Combine(Repository.Root, "rules");

    /// <summary>A pack of one rule whose <c>when</c> block is given, with further files.</summary>
    public static RuleSet One(string when, string? unless = null, params (string Name, string Text)[] more) =>
        RulePackLoader.Load(Files(Pack(when, unless), more));

    public static SortedDictionary<string, string> Files(string pack, params (string Name, string Text)[] more)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["violations.yaml"] = Violations, ["packs/test.yaml"] = pack };
        foreach (var (name, text) in more) files[name] = text;
        return files;
    }

    public static string Pack(string when, string? unless = null) =>
        "id: test\ntitle: Thử\nviolation: counterfeit\nauthor: A\nupdated: 2026-01-01\n"
        + "legal: {text: Luật, source: nguồn, date: cần kiểm chứng}\nrules:\n"
        + "  - id: one\n    title: Một\n    level: high\n    falsePositives: không\n    message: Nghi vấn một\n"
        + "    when: " + when + "\n" + (unless is null ? "" : "    unless: " + unless + "\n")
        + "    examples: {flags: [x]}\n";
}
