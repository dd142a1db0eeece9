using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Tests.Rules;

public class LegalStatementTests
{
    private const string Violations = """
        violations:
          - code: counterfeit
            titleVi: Hàng giả
            titleEn: Counterfeit
            legalClass: hàng giả
            legal: {text: "NĐ 98/2020/NĐ-CP", source: "trang.vn", date: "2020"}
            authorities: [one]
            harm: 0.5
        """;

    private const string Authorities = """
        authorities:
          - {id: one, name: A, under: B, level: central, source: "trang.vn"}
          - {id: two, name: C, under: D, level: central, source: "Kế hoạch, 05/11/2020"}
        routes:
          - {id: first, lead: one, basis: "Luật; nguồn: trang.vn, 22/11/2026"}
          - {id: second, lead: one, basis: "Luật 22/11/2026"}
        """;

    private static readonly string Pack = RulesFolder.Pack("{any: [một hai]}")
        .Replace("legal: {text: Luật, source: nguồn, date: cần kiểm chứng}", "references:\n  - \"Luật (cần kiểm chứng)\"\n  - \"Luật 2015\"\nlegal: {text: Luật, source: trang.vn, date: 31/02/2020}", StringComparison.Ordinal);

    [Fact]
    public void Lint_names_file_and_line_of_every_statement_without_source_or_date()
    {
        var rules = RulePackLoader.Load(RulesFolder.Files(Pack, ("violations.yaml", Violations), ("authorities.yaml", Authorities)));
        var remarks = RuleLinter.Lint(rules).Where(static remark => remark.Message.StartsWith("Căn cứ", StringComparison.Ordinal)).Select(static remark => $"{remark.File}:{remark.Line} {remark.Field}").ToArray();
        string[] expected =
        [
            "rules/violations.yaml:6 violations[0].legal",
            "rules/authorities.yaml:2 authorities[0].source",
            "rules/authorities.yaml:6 routes[1].basis",
            "rules/packs/test.yaml:8 references[1]",
            "rules/packs/test.yaml:9 legal",
        ];
        Assert.Equal(expected, remarks);
    }

    [Theory]
    [InlineData("NĐ 98/2020/NĐ-CP", "nội dung, nguồn, ngày", 2)]
    [InlineData("NĐ 98/2020/NĐ-CP; nguồn: trang.vn", "ngày", 1)]
    [InlineData("NĐ 98/2020/NĐ-CP, 26/08/2020", "nguồn", 1)]
    [InlineData("NĐ 98/2020/NĐ-CP; nguồn: trang.vn, 30/02/2020", "ngày", 1)]
    [InlineData("NĐ 98/2020/NĐ-CP; nguồn: trang.vn, 1/3/2020", "", 0)]
    [InlineData("NĐ 98/2020/NĐ-CP (cần kiểm chứng)", "", 0)]
    public void A_statement_of_one_line_needs_source_and_date_or_the_words_that_own_up(string text, string among, int count)
    {
        var lacks = LegalStatement.OneLine("f", 1, "references[0]", text).Lacks().ToArray();
        Assert.Equal(count, lacks.Length);
        Assert.All(lacks, lack => Assert.Contains(lack, among, StringComparison.Ordinal));
    }
}
