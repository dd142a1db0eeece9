using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Tests;

public class VietnameseSyllablesTests
{
    private const string Vietnamese = "Bán lại chiếc máy giặt nhà đang dùng, còn bảo hành bốn tháng, có hoá đơn mua ở siêu thị, ai cần thì ghé xem vào buổi tối sau giờ làm nhé mọi người";
    private const string English = "This walnut desk organiser is finished with natural oil and holds pens, cards and your glasses within easy reach; shipping takes three working days and returns are accepted within thirty days of delivery";
    private const string German = "Robuster Gartenschlauch aus mehrschichtigem Gewebe, druckfest und biegsam, mit Trommel und Wandhalter; Lieferung innerhalb von fünf Werktagen, Rückgabe jederzeit möglich, Bewertungen unserer Kunden siehe unten";
    private const string Italian = "Lampada da tavolo in ceramica dipinta a mano con paralume in lino naturale, ogni pezzo è diverso dagli altri perché decorato dai nostri artigiani, spedizione gratuita in tutta Italia";

    [Theory]
    [InlineData(Vietnamese, true)]
    [InlineData(English, false)]
    [InlineData(German, false)]
    [InlineData(Italian, false)]
    public void A_language_is_told_by_the_shape_of_its_words(string text, bool vietnamese) => Assert.Equal(vietnamese, IsVietnamese(text + "\n" + text + "\n" + text));

    [Fact]
    public void Without_diacritics_it_is_Vietnamese_all_the_same() =>
        Assert.True(IsVietnamese("ban lai may giat nha dang dung con bao hanh bon thang co hoa don mua o sieu thi ai can thi ghe xem vao buoi toi sau gio lam nhe moi nguoi\n" + Vietnamese + Vietnamese));

    [Fact]
    public void Of_a_few_words_nothing_is_said() => Assert.True(IsVietnamese("iPhone 15 Pro Max natural titanium unlocked international version"));

    [Theory]
    [InlineData("nghieng khong quyen giuong ao yeu", 6)]
    [InlineData("cookie delivery strength banking zzz pfand", 0)]
    public void Syllables_have_an_onset_vowels_and_a_coda(string words, int shaped) => Assert.Equal((6, shaped), VietnameseSyllables.Count(words));

    private static bool IsVietnamese(string text)
    {
        var (words, shaped) = VietnameseSyllables.Count(Normaliser.Normalise(text).Folded);
        return VietnameseSyllables.IsVietnamese(words, shaped);
    }
}
