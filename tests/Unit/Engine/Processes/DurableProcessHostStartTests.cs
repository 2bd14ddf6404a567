using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Processes;

public sealed class DurableProcessHostStartTests : IDisposable
{
    private readonly ProcessLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("kill -15 $$", 143)]
    public async Task WaitForExit_EndedByItself_ReportsItsCode(string script, int code)
    {
        var exit = await _lab.RunAsync(_lab.Shell(script));

        Assert.Equal(new ProcessExit(ProcessEnd.Exited, code, null), exit);
    }

    [Fact]
    public async Task Start_Output_IsInPrivateFilesOfTheirOwn()
    {
        var spec = _lab.Shell("echo out; echo err >&2; echo more");

        await _lab.RunAsync(spec);

        Assert.Equal("out\nmore\n", ProcessLab.Output(spec));
        Assert.Equal("err\n", await File.ReadAllTextAsync(Path.Combine(spec.Directory, "stderr.log"), TestContext.Current.CancellationToken));
        Assert.All(Directory.EnumerateFiles(spec.Directory, "*.log"), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(f)));
        Assert.All(
            [spec.Directory, Path.Combine(spec.Directory, "process")],
            f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(f)));
    }

    [Fact]
    public async Task Start_InputFile_IsStandardInput()
    {
        var input = Path.Combine(_lab.Work, "prompt.md");
        await File.WriteAllTextAsync(input, "do it\n", TestContext.Current.CancellationToken);
        var spec = _lab.Spec("cat") with { StandardInputFile = input };

        await _lab.RunAsync(spec);

        Assert.Equal("do it\n", ProcessLab.Output(spec));
    }

    [Fact]
    public async Task Start_NoInputFile_ReadsNothing()
    {
        var spec = _lab.Spec("cat");

        var exit = await _lab.RunAsync(spec);

        Assert.Equal(0, exit.Code);
        Assert.Empty(ProcessLab.Output(spec));
    }

    [Fact]
    public async Task Start_Environment_IsWhatWasGivenAndTheMarkerOnly()
    {
        var spec = _lab.Spec("env", "-0");
        spec = spec with { Environment = new Dictionary<string, string>(spec.Environment, StringComparer.Ordinal) { ["TEXT"] = "a b\n\"ü\"" } };

        await _lab.RunAsync(spec);

        Assert.Equal(
            ["PATH=" + spec.Environment["PATH"], "SIGNALBOX_ATTEMPT=" + spec.AttemptId, "TEXT=a b\n\"ü\""],
            ProcessLab.Output(spec).Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Start_Arguments_ArriveUnchanged()
    {
        var spec = _lab.Spec("printf", "%s|", "", "a b", "$HOME `id` \"'\\", "ü\n");

        await _lab.RunAsync(spec);

        Assert.Equal("|a b|$HOME `id` \"'\\|ü\n|", ProcessLab.Output(spec));
    }

    [Fact]
    public async Task Start_WorkingDirectory_IsTheProcesses()
    {
        var spec = _lab.Shell("pwd -P");

        await _lab.RunAsync(spec);

        Assert.Equal(_lab.Work + "\n", ProcessLab.Output(spec));
    }

    [Fact]
    public async Task Start_RelativeProgram_CountsFromTheWorkingDirectory()
    {
        var program = Path.Combine(_lab.Work, "tool");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho here\n", TestContext.Current.CancellationToken);
        MakeExecutable(program);
        var spec = _lab.Spec("./tool");

        await _lab.RunAsync(spec);

        Assert.Equal("here\n", ProcessLab.Output(spec));
    }

    [Fact]
    public async Task Start_SignalsAndDescriptors_AreClean()
    {
        var spec = _lab.Shell("grep -E '^Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd | tr '\\n' ' '");

        await _lab.RunAsync(spec);

        // 3 is the folder that ls itself has open
        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n0 1 2 3 ", ProcessLab.Output(spec));
    }

    [Fact]
    public async Task Start_OnceRunning_LeavesNoFileWithTheEnvironment()
    {
        var spec = _lab.Shell("exec sleep 60");
        spec = spec with { Environment = new Dictionary<string, string>(spec.Environment, StringComparer.Ordinal) { ["API_KEY"] = "a-secret-value" } };

        await _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken);

        var files = Directory.GetFiles(spec.Directory, "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).LinkTarget is null).ToList();
        Assert.Contains(files, f => f.EndsWith("identity.json", StringComparison.Ordinal));
        Assert.All(files, f => Assert.DoesNotContain("a-secret-value", File.ReadAllText(f), StringComparison.Ordinal));
        await _lab.Host.StopAsync(spec.Directory, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Start_FolderUsedBefore_IsRefused()
    {
        var spec = _lab.Shell("echo once");
        await _lab.RunAsync(spec);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _lab.Host.StartAsync(spec, TestContext.Current.CancellationToken));

        Assert.Equal("once\n", ProcessLab.Output(spec));
    }

    [Fact]
    public async Task Start_SupervisorOver_IsReaped()
    {
        var spec = _lab.Shell("exit 0");
        await _lab.RunAsync(spec);

        var supervisor = _lab.Host.ReadIdentity(spec.Directory)!.SupervisorPid;
        await ProcessLab.UntilAsync(() => ProcessTable.Read(supervisor) is null, "the supervisor to be reaped");
    }

    [Theory]
    [InlineData("no-such-program", "The program 'no-such-program' was not found on the PATH (/usr/local/bin:/usr/bin:/bin).")]
    [InlineData("/no/such/program", "The program '/no/such/program' does not exist.")]
    [InlineData("/etc/passwd", "The program '/etc/passwd' may not be executed: it lacks the permission.")]
    [InlineData("", "The command is empty.")]
    [InlineData("a\0b", "An argument holds a NUL character, which no program can be given.")]
    public async Task Start_ProgramThatCannotRun_FailsWithASentence(string program, string sentence)
    {
        var exit = await _lab.RunAsync(_lab.Spec(program));

        Assert.Equal(new ProcessExit(ProcessEnd.StartFailed, null, sentence), exit);
    }

    [Fact]
    public async Task Start_ScriptWithoutInterpreter_FailsWithASentence()
    {
        var program = Path.Combine(_lab.Work, "tool");
        await File.WriteAllTextAsync(program, "#!/no/such/interpreter\n", TestContext.Current.CancellationToken);
        MakeExecutable(program);

        var exit = await _lab.RunAsync(_lab.Spec(program));

        Assert.Equal(new ProcessExit(ProcessEnd.StartFailed, null, $"The program '{program}' could not be started: the interpreter in its first line is missing."), exit);
    }

    [Fact]
    public async Task Start_WorkingDirectoryMissing_FailsWithASentence()
    {
        var exit = await _lab.RunAsync(_lab.Shell("exit 0") with { WorkingDirectory = "/no/such/folder" });

        Assert.Equal(new ProcessExit(ProcessEnd.StartFailed, null, "The working directory '/no/such/folder' does not exist."), exit);
    }

    [Fact]
    public async Task Start_InputFileMissing_FailsWithASentence()
    {
        var exit = await _lab.RunAsync(_lab.Spec("cat") with { StandardInputFile = "/no/such/file" });

        Assert.Equal(new ProcessExit(ProcessEnd.StartFailed, null, "The file for standard input '/no/such/file' does not exist."), exit);
    }

    [Fact]
    public async Task Start_ArgumentsTooLong_FailsWithASentence()
    {
        var exit = await _lab.RunAsync(_lab.Spec("true", new string('x', 200_000)));

        Assert.Equal(ProcessEnd.StartFailed, exit.End);
        Assert.Contains("its arguments and environment are too long (200", exit.Detail, StringComparison.Ordinal);
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
