using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;

namespace Ecom389.Monitor.Detection.Tests.Model;

public sealed class ExplanationTests
{
    private static readonly ListingRecord Listing = new()
    {
        Title = "Tai nghe mới về",
        Description = "Âm thanh tốt, pin trâu.\nBản Rep Hổ Vằn chuẩn chỉnh, ai mua ib shop",
        Condition = "new",
        Seller = new() { Name = "Tai nghe Hổ Vằn" },
    };

    [Fact]
    public void Contributions_add_up_to_the_log_odds()
    {
        var model = TinyModel.Make();
        var view = new ListingView(Listing);
        var reading = new ListingJudge(model).Read(view);
        var explanation = Explanation.Of(model, view, reading);
        var logit = (model.Header.Stack[0] * reading.Listing) + (model.Header.Stack[1] * Math.Max(reading.Strongest!.Value.Logit, StackInput.Floor))
            + (model.Header.Stack[2] * Math.Max(reading.Second!.Value.Logit, StackInput.Floor));
        Assert.Equal(logit, explanation.Total + explanation.WithoutWords, 4);
    }

    [Fact]
    public void Words_rules_and_bias_add_up_to_the_final_log_odds()
    {
        var model = TinyModel.Make();
        var view = new ListingView(Listing);
        var reading = new ListingJudge(model).Read(view);
        var explanation = Explanation.Of(model, view, reading);
        var input = new StackInput(reading.Listing, reading.Strongest!.Value.Logit, reading.Second!.Value.Logit, RuleFor: 1.8, RuleAgainst: -0.7);
        var silent = new StackInput(0, 0, 0, 1.8, -0.7);
        Assert.Equal(model.Logit(input), explanation.Total + explanation.WithoutWords + model.Logit(silent), 4);
    }

    [Fact]
    public void The_strongest_quote_is_the_telling_phrase_as_the_seller_wrote_it()
    {
        var model = TinyModel.Make();
        var view = new ListingView(Listing);
        var spans = Explanation.Of(model, view, new ListingJudge(model).Read(view)).Strongest(3, 0.1);
        var quote = view.Fields[spans[0].Field].Text.Original[spans[0].Start..spans[0].End];
        Assert.Contains("Rep Hổ Vằn", quote, StringComparison.Ordinal);
    }

    [Fact]
    public void A_judge_reads_the_same_listing_alike_however_often()
    {
        var judge = new ListingJudge(TinyModel.Make());
        var view = new ListingView(Listing);
        var first = judge.Read(view);
        judge.Read(new ListingView(new ListingRecord { Title = "Áo thun" }));
        Assert.Equal(first.Listing, judge.Read(view).Listing);
    }
}
