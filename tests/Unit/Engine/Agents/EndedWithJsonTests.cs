using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Engine.Agents;

public sealed class EndedWithJsonTests
{
    [Theory]
    [InlineData("""{"a": "x"}""")]
    [InlineData("  \n{\"a\": \"x\"}\n")]
    [InlineData("```json\n{\"a\": \"x\"}\n```")]
    [InlineData("Done.\n\n```\n{\"a\": \"x\"}\n```\n")]
    public void Find_ObjectAtTheEnd_IsRead(string text) => Assert.Equal("x", EndedWithJson.Find(text)!["a"]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Done.")]
    [InlineData("[1]")]
    [InlineData("{broken}")]
    [InlineData("```json\n{\"a\": 1}\n```\nand more text")]
    [InlineData("```python\n{'a': 1}\n```")]
    public void Find_AnythingElse_IsNull(string? text) => Assert.Null(EndedWithJson.Find(text));

    [Fact]
    public void Find_NestedTooDeep_IsNull() =>
        Assert.Null(EndedWithJson.Find(string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000)));
}
