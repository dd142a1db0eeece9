using System.Text.Json;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Desk;

public sealed class LabelsAndRoutesTests
{
    private static readonly Actor Minh = new("minh", Role.Inspector, WellKnownUnits.Ministry);
    private static readonly Actor Lan = new("lan", Role.Inspector, WellKnownUnits.Ministry);

    [Fact]
    public async Task Decisions_become_labels_that_training_reads_and_an_objection_upheld_changes_the_label()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var router = await site.ItemAsync("router");
        await site.Review.DecideAsync(new(router.Id, DecisionKind.Confirm, ["uncertified"], "Rõ"), new("hoa", Role.Inspector, WellKnownUnits.Ministry), default);
        await site.Review.DecideAsync(new((await site.ItemAsync("bodam")).Id, DecisionKind.Dismiss, null, "Hàng có phép"), Minh, default);
        await site.Review.DecideAsync(new((await site.ItemAsync("dect")).Id, DecisionKind.Wait, null, "Chờ", new DateOnly(2026, 11, 27)), Minh, default);

        var before = await LabelsAsync(site);
        Assert.Equal([("bodam", false), ("router", true)], before.Select(label => (label.Listing.Id, label.Label.Suspicious)).Order());
        Assert.Equal(["uncertified"], before.Single(label => label.Label.Suspicious).Label.Violations);
        Assert.NotEmpty(before.Single(label => label.Label.Suspicious).Label.Cues);

        var objection = Assert.IsType<ObjectionResult.Done>(await site.Review.RegisterObjectionAsync(new(router.Id, ObjectorKind.Seller, "Shop", "Công văn", new DateOnly(2026, 11, 19), "Có giấy"), Minh, default)).Objection;
        await site.Review.ProposeUpholdingAsync(objection.Id, "Giấy thật", [], Minh, default);
        await site.Review.ApproveAsync(Assert.Single(await site.Store.Approvals.OpenAsync(null, default)).Id, true, "Đúng", Lan, default);
        Assert.All(await LabelsAsync(site), label => Assert.False(label.Label.Suspicious));
    }

    [Fact]
    public void The_shipped_review_data_can_be_read_and_every_code_has_its_harm()
    {
        var rules = Path.Combine(Repository.Root, "rules");
        var data = ReviewData.Load(rules);
        Assert.InRange(data.Sampling.Rate, 0.0001, 0.01);
        Assert.All(ViolationCodes.Kinds(rules), kind => Assert.InRange(data.Worth.Harm[kind.Code], 0.01, 1));
        Assert.True(data.Worth.Of(0.5, ["prohibited-device"], Channel.Marketplace, null) > data.Worth.Of(0.5, ["uncertified"], Channel.Marketplace, null));
    }

    [Theory]
    [InlineData("reach: {channels: {cho: 1}}", "reach.channels.cho")]
    [InlineData("sample: {rate: 2}", "sample.rate")]
    [InlineData("reach: [", null)]
    public void Bad_review_data_is_refused_with_its_field(string yaml, string? field)
    {
        var folder = Directory.CreateTempSubdirectory("ecom389-rules-");
        try
        {
            File.Copy(Path.Combine(Repository.Root, "rules", "violations.yaml"), Path.Combine(folder.FullName, "violations.yaml"));
            File.WriteAllText(Path.Combine(folder.FullName, "review.yaml"), yaml);
            var fault = Assert.Single(Assert.Throws<InvalidInputException>(() => ReviewData.Load(folder.FullName)).Errors);
            Assert.Equal(field, fault.Field);
            Assert.EndsWith("review.yaml", fault.File, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_matter_goes_to_the_authority_of_its_first_route_under_the_name_of_the_day()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var rules = RulePackLoader.Load(Path.Combine(Repository.Root, "rules"));
        var routes = new AuthorityRoutes(rules, [], () => new DateOnly(2026, 11, 20));
        var booster = (await site.Store.Queue.FindAsync((await site.ItemAsync("kichsong")).Id, default))!;
        var first = routes.Of(booster, ["prohibited-device"])[0];
        Assert.Equal("Cục Tần số vô tuyến điện", first.Lead);
        Assert.NotEmpty(first.Basis);
        // With a province known, goods of doubtful origin are the province's.
        Assert.Equal("Chi cục Quản lý thị trường", routes.Of(booster, ["counterfeit"])[0].Lead);
        Assert.Equal("Cục Quản lý và Phát triển thị trường trong nước", routes.Of(booster with { Item = booster.Item with { Place = null }, Snapshot = Placeless(booster.Snapshot) }, ["counterfeit"])[0].Lead);
    }

    private static Snapshot Placeless(Snapshot snapshot) => snapshot with { Content = snapshot.Content with { Record = snapshot.Content.Record with { Seller = new() { Name = "x" } } } };

    private static async Task<IReadOnlyList<LabelledListing>> LabelsAsync(TestSite site)
    {
        using var lines = new StringWriter();
        await QueueLabels.WriteAsync(site.Store.Queue, lines, default);
        foreach (var line in lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal("flagged", json.RootElement.GetProperty("provenance").GetProperty("origin").GetString());
        }
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, lines.ToString());
            return CorpusReader.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
