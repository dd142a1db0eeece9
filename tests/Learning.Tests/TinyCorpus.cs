using Ecom389.Monitor.Core;
using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Learning.Tests;

/// <summary>Listings of four writers in which a few phrases tell the suspicious ones.</summary>
internal static class TinyCorpus
{
    private static readonly (string Cue, string Code)[] Cues = [("rep 1:1 hổ vằn", "counterfeit"), ("sim kích sẵn khỏi căn cước", "sim-abuse"), ("key lậu kích hoạt vĩnh viễn", "piracy")];
    private static readonly string[] Goods = ["Tai nghe", "Đồng hồ", "Bộ phát", "Sạc nhanh", "Loa mini", "Bàn phím"];
    private static readonly string[] Ends = ["giao nhanh trong ngày", "bảo hành 12 tháng", "đổi trả 7 ngày", "xem hàng tại tiệm", "có hoá đơn đầy đủ"];

    public static IReadOnlyList<LabelledListing> Make()
    {
        var listings = new List<LabelledListing>();
        for (var i = 0; i < 120; i++)
        {
            var suspicious = i % 3 == 0;
            var (cue, code) = Cues[i / 3 % Cues.Length];
            var end = Ends[i % Ends.Length];
            listings.Add(new(
                new() { Id = $"t-{i}", Title = $"{Goods[i % Goods.Length]} mẫu {i}", Description = suspicious ? $"Hàng {cue} nha khách.\n{end}" : $"Hàng mới về đủ màu.\n{end}" },
                new(suspicious, suspicious ? [code] : [], suspicious ? [cue] : []),
                $"writer-{i % 4}",
                Slice: null));
        }
        return listings;
    }
}
