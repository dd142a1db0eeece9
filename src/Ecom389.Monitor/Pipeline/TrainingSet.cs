using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Samples;
using Ecom389.Monitor.Web.Training;

namespace Ecom389.Monitor.Pipeline;

/// <summary>The sample shops' own listings, whose author's verdict is known, judged by the installation's scorer.</summary>
internal static class TrainingSet
{
    public static IReadOnlyList<TrainingItem> Load(Installation installation, RuleSet rules)
    {
        var scorer = ScorerFactory.Load(installation, rules);
        var today = InputFiles.Today();
        return [.. SampleShops.Hosts.SelectMany(SampleCatalogue.Of).Where(sample => !sample.Wanted).Select(sample =>
        {
            var record = new ListingRecord
            {
                Id = sample.Id,
                Channel = sample.Channel,
                Site = sample.Site,
                Url = sample.Url,
                Title = sample.Title,
                Description = sample.Description,
                PriceText = sample.PriceText,
                PriceVnd = sample.PriceVnd,
                Brand = sample.Brand,
                Category = sample.Category,
                Condition = sample.Condition,
                Seller = sample.Seller,
                Attributes = sample.Attributes,
                PostedAt = sample.PostedAt,
            };
            return new TrainingItem(sample.Id, record, scorer.Score(record, today), string.Equals(sample.Truth.Verdict, "suspicious", StringComparison.Ordinal), sample.Truth.Violations, sample.Truth.Why);
        })];
    }
}
