using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Processes;

public sealed class SupervisorInstallerTests : IDisposable
{
    private readonly ProcessLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void EnsureInstalled_Twice_KeepsTheSameCopy()
    {
        var first = new SupervisorInstaller(_lab.Options).EnsureInstalled();
        var written = File.GetLastWriteTimeUtc(first.Library);

        Assert.Equal(first, new SupervisorInstaller(_lab.Options).EnsureInstalled());
        Assert.Equal(written, File.GetLastWriteTimeUtc(first.Library));
        Assert.StartsWith(Path.Combine(_lab.Options.DataDirectory, "supervisor") + "/", first.Library, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(Path.Combine(_lab.Options.DataDirectory, "supervisor")));
    }

    [Fact]
    public void EnsureInstalled_NewContent_LeavesTheOldCopyInPlace()
    {
        var source = Path.Combine(_lab.Root, "source");
        Directory.CreateDirectory(source);
        foreach (var file in Directory.EnumerateFiles(ProcessLab.SupervisorSource, "signalbox-supervisor.*"))
        {
            File.Copy(file, Path.Combine(source, Path.GetFileName(file)));
        }

        var options = new ProcessHostOptions { DataDirectory = _lab.Options.DataDirectory, SupervisorSource = source };
        var old = new SupervisorInstaller(options).EnsureInstalled();
        File.AppendAllText(Path.Combine(source, "signalbox-supervisor.dll"), "newer");

        Assert.NotEqual(old, new SupervisorInstaller(options).EnsureInstalled());
        Assert.True(File.Exists(old.Library));
    }

    [Fact]
    public void EnsureInstalled_CopyRemoved_CopiesAgain()
    {
        var installer = new SupervisorInstaller(_lab.Options);
        var program = installer.EnsureInstalled();
        Directory.Delete(Path.GetDirectoryName(program.Library)!, recursive: true);

        Assert.True(File.Exists(installer.EnsureInstalled().Library));
    }

    [Fact]
    public void EnsureInstalled_SourceMissing_SaysWhichFile()
    {
        var options = new ProcessHostOptions { DataDirectory = _lab.Options.DataDirectory, SupervisorSource = "/no/such/folder" };

        var fault = Assert.Throws<InvalidOperationException>(() => new SupervisorInstaller(options).EnsureInstalled());

        Assert.Contains("'/no/such/folder/signalbox-supervisor.dll' does not exist", fault.Message, StringComparison.Ordinal);
    }
}
