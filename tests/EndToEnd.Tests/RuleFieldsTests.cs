using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline.Canaries;
using Ecom389.Monitor.Pipeline.Health;

namespace Ecom389.Monitor.EndToEnd.Tests;

public sealed class RuleFieldsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ecom389-rules-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_shipped_canaries_and_thresholds_can_be_read()
    {
        var rules = Path.Combine(Repository.Root, "rules");
        Assert.All(Canary.Load(Path.Combine(rules, "canaries.yaml")), canary => Assert.Contains("{token}", canary.Title, StringComparison.Ordinal));
        Assert.InRange(DriftRules.Load(rules).Alpha, 1e-12, 0.5);
    }

    [Theory]
    [InlineData("canaries:\n  - {id: a, code: c, title: t, description: d, priceVnd: 1, category: x}\n  - {id: a, tittle: t}", 3, "canaries[1].tittle")]
    [InlineData("canaries:\n  - {id: a, code: c, title: t, description: d,\n     priceVnd: nhiều, category: x}", 3, "canaries[0].priceVnd")]
    [InlineData("canaries:\n  - {id: a, code: c, title: t, description: d, priceVnd: 0, category: x}", 2, "canaries[0].priceVnd")]
    [InlineData("canaries:\n  - {id: a, code: ' ', title: t, description: d, priceVnd: 1, category: x}", 2, "canaries[0].code")]
    [InlineData("title: t\ncanaries:", 2, "canaries")]
    [InlineData("canaries: 3", 1, "canaries")]
    [InlineData("- a", 1, null)]
    [InlineData("", null, null)]
    [InlineData("canaries: [", null, null)]
    public void A_fault_is_told_with_its_line_and_field(string yaml, int? line, string? field)
    {
        var file = Path.Combine(_folder.FullName, "canaries.yaml");
        File.WriteAllText(file, yaml);
        var fault = Assert.Single(Assert.Throws<InvalidInputException>(() => Canary.Load(file)).Errors);
        Assert.Equal((file, field), (fault.File, fault.Field));
        if (line is not null) Assert.Equal(line, fault.Line);
    }

    [Fact]
    public void A_threshold_out_of_range_is_told_with_its_field()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, DriftRules.FileName), "alpha: 0.001\nminDrop: 2\n");
        var fault = Assert.Single(Assert.Throws<InvalidInputException>(() => DriftRules.Load(_folder.FullName)).Errors);
        Assert.Equal((2, "minDrop"), (fault.Line, fault.Field));
    }
}
