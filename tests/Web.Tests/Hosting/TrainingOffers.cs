using Ecom389.Monitor.Web.Training;

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>What trainees practise on in tests: the morning's offers as suspicious ones, and as many plain second-hand ones.</summary>
public static class TrainingOffers
{
    public static IReadOnlyList<TrainingItem> All { get; } =
    [
        .. Offers.Morning.Select(offer => new TrainingItem(offer.Key, offer.Record, offer.Judge(), true, offer.Codes, "Sells what it should not.")),
        .. Offers.Morning.Select(offer => new TrainingItem(
            "plain-" + offer.Key,
            offer.Record with { Title = "Dọn nhà bán lại tai nghe cũ", Description = "Mình mua năm ngoái, còn hoá đơn, dùng ít nên để lại. Xem máy tại nhà.", Attributes = Offers.Pairs(), PriceText = "300k", PriceVnd = 300_000 },
            new(offer.Key, 0.03, false, 0.001, [], []),
            false,
            [],
            "")),
    ];
}
