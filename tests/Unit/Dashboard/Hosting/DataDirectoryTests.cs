using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class DataDirectoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("given", "/env", "/xdg", "/work/given")]
    [InlineData(null, "/env", "/xdg", "/env")]
    [InlineData(null, null, "/xdg", "/xdg/signalbox")]
    [InlineData(null, null, "relative", "/home/ada/.local/share/signalbox")]
    [InlineData(null, "", "", "/home/ada/.local/share/signalbox")]
    [Trait("Spec3", "Global mode: where the single SQLite is")]
    public void Locate_TakesTheFirstThatIsSet(string? option, string? variable, string? xdg, string expected)
    {
        var path = DataDirectory.Locate(option, name => name switch { "SIGNALBOX_DATA" => variable, "XDG_DATA_HOME" => xdg, "HOME" => "/home/ada", _ => null }, "/work");
        Assert.Equal(expected, path);
    }

    [Fact]
    [Trait("Spec3", "Configuration determines mode")]
    public void OwnRepository_InTheFolderOfARepository_IsThatRepository()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In("repository/.git"));
        Directory.CreateDirectory(folder.In("plain"));

        Assert.Equal(folder.In("repository"), DataDirectory.Open(folder.In("repository/.signalbox")).OwnRepository);
        Assert.Null(DataDirectory.Open(folder.In("repository/data")).OwnRepository);
        Assert.Null(DataDirectory.Open(folder.In("plain/.signalbox")).OwnRepository);
    }

    [Fact]
    public void Open_OfAFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("file"), "");
        var fault = Assert.Throws<SignalboxFaultException>(() => DataDirectory.Open(folder.In("file")));
        Assert.Equal(2, fault.ExitCode);
        Assert.Contains("is a file", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/signalbox")]
    public void Open_WhereNothingCanBeWritten_SaysSo(string path)
    {
        var fault = Assert.Throws<SignalboxFaultException>(() => DataDirectory.Open(path));
        Assert.Equal(2, fault.ExitCode);
        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Open_OfAFolderThatOthersCouldRead_ClosesIt()
    {
        using var folder = new TemporaryFolder();
        folder.OpenToAll();
        DataDirectory.Open(folder.Path);
        Assert.Equal("700", TemporaryFolder.ModeOf(folder.Path));
    }

    [Theory]
    [InlineData("/mnt/share/data", "nfs4")]
    [InlineData("/mnt/share", "nfs4")]
    [InlineData("/mnt/shared", "ext4")]
    [InlineData("/mnt/with space/x", "cifs")]
    [InlineData("/home", "ext4")]
    public void MountType_IsThatOfTheClosestMount(string path, string expected) => Assert.Equal(
        expected,
        NetworkFileSystem.Find(path, ["/dev/sda / ext4 rw 0 0", "server:/x /mnt/share nfs4 rw 0 0", "//s/y /mnt/with\\040space cifs rw 0 0"]));

    [Fact]
    public async Task Start_OnADirectoryThatAServerHolds_NamesItAndChangesNothing()
    {
        await using var server = await TestServer.StartAsync();
        var before = await File.ReadAllTextAsync(server.App.Data.ServerFile, Token);
        var fault = await Assert.ThrowsAsync<SignalboxFaultException>(() => SignalboxApp.StartAsync(TestServer.Settings(server.DataPath, new FakeEngine()), TextWriter.Null, Token));
        Assert.Equal(4, fault.ExitCode);
        Assert.Contains(server.App.Url, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"pid {Environment.ProcessId}", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(server.App.Data.ServerFile, Token));
    }

    [Fact]
    public async Task ServerFile_IsThereWhileItServesAndGoneAfter()
    {
        await using var server = await TestServer.StartAsync();
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(server.App.Data.ServerFile, Token));
        Assert.Equal(Environment.ProcessId, json.RootElement.GetProperty("pid").GetInt32());
        Assert.Equal(server.App.Url, json.RootElement.GetProperty("url").GetString());
        var file = server.App.Data.ServerFile;
        await server.App.StopAsync();
        Assert.False(File.Exists(file));
        Assert.True(File.Exists(server.App.Data.LockFile));
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSoAndLetsGoOfTheDirectory()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var settings = TestServer.Settings(folder.In("data"), new FakeEngine());
        var fault = await Assert.ThrowsAsync<SignalboxFaultException>(() => SignalboxApp.StartAsync(settings with { Urls = [$"http://127.0.0.1:{port}"] }, TextWriter.Null, Token));
        Assert.Equal(2, fault.ExitCode);
        Assert.StartsWith($"port {port} is in use", fault.Message, StringComparison.Ordinal);
        await using var next = await SignalboxApp.StartAsync(settings, TextWriter.Null, Token);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://192.168.1.2:5080")]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:5080;http://[::]:5080")]
    [InlineData("nonsense")]
    public void Urls_ThatOthersCouldReach_AreRefused(string urls) =>
        Assert.Equal(2, Assert.Throws<SignalboxFaultException>(() => ListenAddresses.Choose(urls, _ => null)).ExitCode);

    [Fact]
    public void Urls_FromOptionEnvironmentDefault_InThisOrder()
    {
        Assert.Equal(["http://127.0.0.1:5080"], ListenAddresses.Choose(null, _ => null));
        Assert.Equal(["http://localhost:1"], ListenAddresses.Choose(null, _ => "http://localhost:1"));
        Assert.Equal(["http://[::1]:2"], ListenAddresses.Choose("http://[::1]:2", _ => "http://localhost:1"));
    }

    [Fact]
    public async Task Start_WithSeveralOptionFaults_ListsThemAll()
    {
        using var folder = new TemporaryFolder();
        var settings = TestServer.Settings(folder.In("data"), new FakeEngine()) with
        {
            ConfigurationArguments = ["--Limits:MaxConcurrentRuns=none", "--Processes:Grace=5", "--Logs:MaxBytesPerRn=1"],
        };
        var fault = await Assert.ThrowsAsync<SignalboxFaultException>(() => SignalboxApp.StartAsync(settings, TextWriter.Null, Token));
        Assert.Contains("Limits:MaxConcurrentRuns: found 'none'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Processes:Grace: found '5'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Logs:MaxBytesPerRn: is not an option", fault.Message, StringComparison.Ordinal);
    }
}
