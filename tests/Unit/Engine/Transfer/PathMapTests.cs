using Signalbox.Engine.Transfer;

namespace Signalbox.Unit.Engine.Transfer;

public sealed class PathMapTests
{
    [Theory]
    [InlineData("/old/data/runs/K-1", "/new/runs/K-1")]
    [InlineData("/old/data", "/new")]
    [InlineData("/old/data2/runs", "/old/data2/runs")]
    [InlineData("/node/data/runs/K-2", "/new/runs/K-2")]
    [InlineData("/old/data/../../etc", "/old/data/../../etc")]
    [InlineData("/home/me/shop", "/home/me/shop")]
    public void Map_OfAPath_IsWhereItLiesHere(string path, string here) => Assert.Equal(here, new PathMap(["/old/data/", "/node/data"], "/new").Map(path));
}
