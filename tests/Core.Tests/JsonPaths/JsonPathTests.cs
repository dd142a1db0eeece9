using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Core.Tests;

/// <summary>The examples of RFC 9535 (sections 1.5 and 2), and what is refused.</summary>
public sealed class JsonPathTests
{
    private const string Store = """
        {"store": {"book": [
          {"category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95},
          {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99},
          {"category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99},
          {"category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99}],
         "bicycle": {"color": "red", "price": 399}}}
        """;

    private const string Names = """{"o": {"j j": {"k.k": 3}}, "'": {"@": 2}}""";
    private const string Wild = """{"o": {"j": 1, "k": 2}, "a": [5, 3]}""";
    private const string Letters = """["a", "b", "c", "d", "e", "f", "g"]""";
    private const string Filters = """{"a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}], "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}, "e": "f"}""";
    private const string Deep = """{"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]}""";
    private const string Nulls = """{"a": null, "b": [null], "c": [{}], "null": 1}""";

    [Theory]
    [InlineData(Store, "$.store.book[*].author", """["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]""")]
    [InlineData(Store, "$..author", """["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]""")]
    [InlineData(Store, "$.store..price", "[8.95,12.99,8.99,22.99,399]")]
    [InlineData(Store, "$..book[2].title", """["Moby Dick"]""")]
    [InlineData(Store, "$..book[2].publisher", "[]")]
    [InlineData(Store, "$..book[-1].title", """["The Lord of the Rings"]""")]
    [InlineData(Store, "$..book[0,1].price", "[8.95,12.99]")]
    [InlineData(Store, "$..book[:2].price", "[8.95,12.99]")]
    [InlineData(Store, "$..book[?@.isbn].price", "[8.99,22.99]")]
    [InlineData(Store, "$..book[?@.price<10].price", "[8.95,8.99]")]
    [InlineData(Names, "$.o['j j']", """[{"k.k":3}]""")]
    [InlineData(Names, "$.o['j j']['k.k']", "[3]")]
    [InlineData(Names, """$.o["j j"]["k.k"]""", "[3]")]
    [InlineData(Names, """$["'"]["@"]""", "[2]")]
    [InlineData(Names, """$['\'']['@']""", "[2]")]
    [InlineData(Wild, "$[*]", """[{"j":1,"k":2},[5,3]]""")]
    [InlineData(Wild, "$.o[*]", "[1,2]")]
    [InlineData(Wild, "$.o[*, *]", "[1,2,1,2]")]
    [InlineData(Wild, "$.a[*]", "[5,3]")]
    [InlineData(Wild, "$ .a [ 0 ]", "[5]")]
    [InlineData(Letters, "$[1]", """["b"]""")]
    [InlineData(Letters, "$[-2]", """["f"]""")]
    [InlineData(Letters, "$[7]", "[]")]
    [InlineData(Letters, "$[1:3]", """["b","c"]""")]
    [InlineData(Letters, "$[5:]", """["f","g"]""")]
    [InlineData(Letters, "$[1:5:2]", """["b","d"]""")]
    [InlineData(Letters, "$[5:1:-2]", """["f","d"]""")]
    [InlineData(Letters, "$[::-1]", """["g","f","e","d","c","b","a"]""")]
    [InlineData(Letters, "$[::0]", "[]")]
    [InlineData(Letters, "$[0:3, 5]", """["a","b","c","f"]""")]
    [InlineData(Filters, "$.a[?@.b == 'kilo']", """[{"b":"kilo"}]""")]
    [InlineData(Filters, "$.a[?(@.b == 'kilo')]", """[{"b":"kilo"}]""")]
    [InlineData(Filters, "$.a[?@>3.5]", "[5,4,6]")]
    [InlineData(Filters, "$.a[?@.b]", """[{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]""")]
    [InlineData(Filters, "$[?@[?@.b]].length", "[]")]
    [InlineData(Filters, "$.o[?@<3, ?@<3]", "[1,2,1,2]")]
    [InlineData(Filters, """$.a[?@<2 || @.b == "k"]""", """[1,{"b":"k"}]""")]
    [InlineData(Filters, "$.o[?@>1 && @<4]", "[2,3]")]
    [InlineData(Filters, "$.o[?@.u || @.x]", """[{"u":6}]""")]
    [InlineData(Filters, "$.a[?@.b == $.x]", "[3,5,1,2,4,6]")]
    [InlineData(Filters, "$.a[?!@.b]", "[3,5,1,2,4,6]")]
    [InlineData(Filters, "$.a[?!(@.b || @ > 3)]", "[3,1,2]")]
    [InlineData(Deep, "$..j", "[1,4]")]
    [InlineData(Deep, "$..[0]", """[5,{"j":4}]""")]
    [InlineData(Deep, "$..o", """[{"j":1,"k":2}]""")]
    [InlineData(Deep, "$.a..[0, 1]", """[5,3,{"j":4},{"k":6}]""")]
    [InlineData(Deep, "$.a[0, 0]", "[5,5]")]
    [InlineData(Nulls, "$.a", "[null]")]
    [InlineData(Nulls, "$.a[0]", "[]")]
    [InlineData(Nulls, "$.a.d", "[]")]
    [InlineData(Nulls, "$.b[?@]", "[null]")]
    [InlineData(Nulls, "$.b[?@==null]", "[null]")]
    [InlineData(Nulls, "$.c[?@.d==null]", "[]")]
    [InlineData(Nulls, "$.null", "[1]")]
    [InlineData("""{"Tiêu đề": 1}""", "$['Tiêu đề']", "[1]")]
    [InlineData("""{"giá": 1}""", "$.giá", "[1]")]
    [InlineData("""{"giá": 1}""", """$["gi\u00e1"]""", "[1]")]
    public void A_path_finds_what_the_standard_says(string json, string path, string expected)
    {
        var root = JsonElement.Parse(json);
        var found = JsonSerializer.SerializeToElement(JsonPath.Parse(path).Select(root));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), found), found.GetRawText());
    }

    [Theory]
    [InlineData("$.absent1 == $.absent2", true)]
    [InlineData("$.absent1 <= $.absent2", true)]
    [InlineData("$.absent == 'g'", false)]
    [InlineData("$.absent1 != $.absent2", false)]
    [InlineData("$.absent != 'g'", true)]
    [InlineData("1 <= 2", true)]
    [InlineData("1 > 2", false)]
    [InlineData("13 == '13'", false)]
    [InlineData("'a' <= 'b'", true)]
    [InlineData("'a' > 'b'", false)]
    [InlineData("$.obj == $.arr", false)]
    [InlineData("$.obj != $.arr", true)]
    [InlineData("$.obj == $.obj", true)]
    [InlineData("$.obj != $.obj", false)]
    [InlineData("$.arr == $.arr", true)]
    [InlineData("$.obj == 17", false)]
    [InlineData("$.obj <= $.arr", false)]
    [InlineData("$.obj <= $.obj", true)]
    [InlineData("1 <= $.arr", false)]
    [InlineData("1 > $.arr", false)]
    [InlineData("true <= true", true)]
    [InlineData("true > true", false)]
    [InlineData("1 == 1.0", true)]
    [InlineData("1e2 == 100", true)]
    public void Values_compare_as_the_standard_says(string condition, bool holds)
    {
        var root = JsonElement.Parse("""{"obj": {"x": "y"}, "arr": [2, 3]}""");
        Assert.Equal(holds ? 2 : 0, JsonPath.Parse($"$[?{condition}]").Select(root).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("title")]
    [InlineData(" $")]
    [InlineData("$ ")]
    [InlineData("$.")]
    [InlineData("$..")]
    [InlineData("$.1a")]
    [InlineData("$.a b")]
    [InlineData("$[")]
    [InlineData("$[]")]
    [InlineData("$['a'")]
    [InlineData("$['a\\x']")]
    [InlineData("$[01]")]
    [InlineData("$[-0]")]
    [InlineData("$[1.5]")]
    [InlineData("$[9007199254740992]")]
    [InlineData("$[?@.a == ]")]
    [InlineData("$[?@..b == 1]")]
    [InlineData("$[?@[*] == 1]")]
    [InlineData("$[?length(@) > 1]")]
    [InlineData("$[?1]")]
    [InlineData("$[?(@.a]")]
    public void What_is_no_path_is_refused_with_the_place(string path)
    {
        Assert.Null(JsonPath.TryParse(path, out var fault));
        Assert.Matches("^[0-9]+: ", fault);
    }

    [Fact]
    public void Whatever_is_written_is_read_or_refused_and_never_throws_anything_else()
    {
        var root = JsonElement.Parse(Store);
        Prop.ForAll<string>(text =>
        {
            var path = JsonPath.TryParse("$" + text, out _);
            return path is null || path.Select(root).Count >= 0;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("https://cho.example/{$.id}.html", "https://cho.example/7.html")]
    [InlineData("{$.a} – {$.b.c}", "x – true")]
    [InlineData("$.a", "x")]
    [InlineData("VND", "VND")]
    [InlineData("/{$.khong}", null)]
    [InlineData("/{$.b}", null)]
    public void A_template_is_filled_or_yields_nothing(string template, string? expected) =>
        Assert.Equal(expected, JsonTemplate.Parse(template).Text(JsonElement.Parse("""{"id": 7, "a": "x", "b": {"c": true}}""")));
}
