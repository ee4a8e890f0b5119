package io.crosswalk.app.clock;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

/**
 * A Java agent that makes a whole process, its libraries and the JDK included, read {@link MovedClock} instead of the wall clock. The
 * monotonic clock stays as it is. {@link ChildClock} starts processes with it.
 */
public final class ClockAgent implements ClassFileTransformer {

    private static final String READ = "currentTimeMillis";
    private static final String OWNER = "java/lang/System";
    private static final String CLOCK = "java/time/Clock";
    private static final String MOVED = MovedClock.class.getName().replace('.', '/');
    private static final byte[] TRACE = READ.getBytes(StandardCharsets.US_ASCII);

    private ClockAgent() {}

    /**
     * Called by the JVM before main.
     *
     * @param file what {@link MovedClock} follows
     */
    public static void premain(String file, Instrumentation instrumentation)
            throws IOException, UnmodifiableClassException, ClassNotFoundException {
        MovedClock.follow(Path.of(file));
        instrumentation.addTransformer(new ClockAgent(), true);
        List<Class<?>> early = List.of(Clock.class, Class.forName("java.time.Clock$SystemClock"), Date.class);
        instrumentation.retransformClasses(early.toArray(new Class<?>[0]));
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> before, ProtectionDomain domain, byte[] classFile) {
        if (name == null || name.equals(MOVED) || !(name.equals(CLOCK) || reads(classFile))) {
            return null;
        }
        try {
            ClassReader reader = new ClassReader(classFile);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new Rewriting(writer, name), 0);
            return writer.toByteArray();
        } catch (RuntimeException | LinkageError e) {
            // The JVM would go on with the real clock, without a word.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
            throw e;
        }
    }

    private static boolean reads(byte[] classFile) {
        for (int i = 0; i + TRACE.length <= classFile.length; i++) {
            if (classFile[i] == TRACE[0] && Arrays.equals(classFile, i, i + TRACE.length, TRACE, 0, TRACE.length)) {
                return true;
            }
        }
        return false;
    }

    /** {@code System::currentTimeMillis} is a constant, not a call. */
    private static Object moved(Object argument) {
        return argument instanceof Handle handle
                        && handle.getOwner().equals(OWNER)
                        && handle.getName().equals(READ)
                ? new Handle(handle.getTag(), MOVED, READ, handle.getDesc(), false)
                : argument;
    }

    private static final class Rewriting extends ClassVisitor {

        private final String name;

        Rewriting(ClassVisitor next, String name) {
            super(Opcodes.ASM9, next);
            this.name = name;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            // Every Instant.now() comes from here.
            boolean now = name.equals(CLOCK) && method.equals("currentInstant");
            return new MethodVisitor(
                    Opcodes.ASM9, super.visitMethod(access, method, descriptor, signature, exceptions)) {

                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean ofInterface) {
                    boolean reading = owner.equals(OWNER) && called.equals(READ);
                    super.visitMethodInsn(opcode, reading ? MOVED : owner, called, type, ofInterface);
                }

                @Override
                public void visitInvokeDynamicInsn(String called, String type, Handle maker, Object... arguments) {
                    Object[] moved = arguments.clone();
                    for (int i = 0; i < moved.length; i++) {
                        moved[i] = moved(moved[i]);
                    }
                    super.visitInvokeDynamicInsn(called, type, maker, moved);
                }

                @Override
                public void visitInsn(int opcode) {
                    if (now && opcode == Opcodes.ARETURN) {
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                MOVED,
                                "moved",
                                "(Ljava/time/Instant;)Ljava/time/Instant;",
                                false);
                    }
                    super.visitInsn(opcode);
                }
            };
        }
    }
}
